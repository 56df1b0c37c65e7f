import { PgBoss, type Job, type JobResult } from 'pg-boss';
import { jobQueues, type JobData, type JobName } from '#server/jobs/job-queues.ts';
import { describeError, type Log } from '#server/log.ts';

/** One queue's worker. `run` throws to be tried again as the queue says. */
export type JobWorker = {
  [Name in JobName]: Readonly<{
    queue: Name;
    /** Runs by itself at these times (UTC), besides jobs that are enqueued. */
    cron?: string;
    run(data: JobData[Name]): Promise<void>;
  }>;
}[JobName];

export type Jobs = Readonly<{
  /** Takes no more jobs, waits for those under way, and gives back what is not finished in time. */
  stop(): Promise<void>;
}>;

/** A job waits at most this long before it is taken up. */
const pollingSeconds = 1;

/** So many jobs of one queue run at once; while they come in full batches, nobody waits for the next look. */
const batchSize = 5;

const stopMs = 3000;

/**
 * Works the queues as the application's role, on at most two connections of pg-boss's own. The schema is installed
 * before (`installJobs`).
 */
export async function startJobs(options: {
  databaseUrl: string;
  workers: readonly JobWorker[];
  log: Log;
  /** How often jobs whose server died are looked for; 30 unless told. */
  superviseSeconds?: number;
}): Promise<Jobs> {
  const { databaseUrl, workers, log, superviseSeconds = 30 } = options;
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'oppdrag-jobs',
    options: '-c role=oppdrag_app',
    max: 2,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
  });
  boss.on('error', (error) => log.warn(`jobs: ${describeError(error)}`));
  await boss.start();
  for (const worker of workers) {
    const options = {
      batchSize,
      burstWhenBatchFull: true,
      perJobResults: true,
      pollingIntervalSeconds: pollingSeconds,
    } as const;
    await boss.work<unknown>(worker.queue, options, (jobs) =>
      Promise.all(jobs.map((job) => runJob(worker, job, log))),
    );
    if (worker.cron) await boss.schedule(worker.queue, worker.cron);
  }
  const worked = new Set<string>(workers.map((worker) => worker.queue));
  const idle = Object.keys(jobQueues).filter((queue) => !worked.has(queue));
  if (idle.length > 0) log.warn(`Nobody works these queues here: ${idle.join(', ')}.`);
  return { stop: () => boss.stop({ graceful: true, timeout: stopMs }) };
}

async function runJob(worker: JobWorker, job: Job<unknown>, log: Log): Promise<JobResult> {
  try {
    // What is in a queue was put there by enqueueJob with this queue's type.
    await (worker.run as (data: unknown) => Promise<void>)(job.data);
    return { id: job.id, status: 'completed' };
  } catch (error) {
    log.error(`job ${worker.queue} failed: ${describeError(error)}`, { jobId: job.id });
    return { id: job.id, status: 'failed' };
  }
}
