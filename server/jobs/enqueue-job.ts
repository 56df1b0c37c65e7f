import { sql, type Transaction } from 'kysely';
import { json } from '#server/db/json.ts';
import type { Database } from '#server/db/database.ts';
import type { JobData, JobName } from '#server/jobs/job-queues.ts';

/**
 * Puts a job into a queue inside the running transaction: it exists if and only if the transaction commits. pg-boss
 * documents its job table for this; its own `send` needs a started instance, which a consequence of a rule has not.
 */
export async function enqueueJob<Name extends JobName>(
  trx: Transaction<Database>,
  name: Name,
  data: JobData[Name],
  options: { afterSeconds?: number } = {},
): Promise<void> {
  const start = sql`now() + make_interval(secs => ${options.afterSeconds ?? 0})`;
  const { numAffectedRows } = await sql`
    insert into pgboss.job (name, data, start_after, keep_until, policy, retry_limit, retry_delay, retry_backoff,
      retry_delay_max, expire_seconds, deletion_seconds, dead_letter, heartbeat_seconds)
    select q.name, ${json(data)}, ${start}, ${start} + make_interval(secs => q.retention_seconds), q.policy,
      q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
      q.dead_letter, q.heartbeat_seconds
    from pgboss.queue q where q.name = ${name}`.execute(trx);
  if (numAffectedRows !== 1n) throw new Error(`The queue ${name} is not installed.`);
}
