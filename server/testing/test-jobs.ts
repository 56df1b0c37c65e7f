import { systemClock, type Clock } from '#server/clock.ts';
import { createJobWorkers } from '#server/job-workers.ts';
import { startJobs, type Jobs } from '#server/jobs/start-jobs.ts';
import { createMailer } from '#server/mail/mailer.ts';
import { startMailSink, type MailSink } from '#server/testing/mail-sink.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';

/** Works the test application's queues for real, sending to a mail server of the test's own. */
export async function startTestJobs(
  application: TestApp,
  clock: Clock = systemClock,
): Promise<{ sink: MailSink; jobs: Jobs; stop(): Promise<void> }> {
  const { deps } = application;
  const { publicUrl } = deps.environment;
  const sink = await startMailSink();
  const mailer = createMailer({
    smtpUrl: sink.smtpUrl,
    mailFrom: 'Oppdrag <oppdrag@example.no>',
    publicUrl,
  });
  const workers = createJobWorkers({ ...deps, clock, publicUrl, mailer });
  const databaseUrl = must(deps.environment.databaseUrl, 'address of the test database');
  const jobs = await startJobs({ databaseUrl, workers, log: deps.log });
  return {
    sink,
    jobs,
    async stop() {
      await jobs.stop();
      mailer.close();
      await sink.stop();
    },
  };
}
