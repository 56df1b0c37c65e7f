import { PgBoss } from 'pg-boss';
import { connectOwner } from '#server/db/connect.ts';
import { jobQueues } from '#server/jobs/job-queues.ts';

/**
 * Brings pg-boss's schema and our queues up to date, as the owner of the database, and lets the application's role use
 * them: pg-boss itself later runs as that role and may not create anything. Comes after the migrations.
 */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  // Errors of the calls below are thrown by them; this one hears only of idle connections that break.
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const [name, options] of Object.entries(jobQueues)) {
      await boss.createQueue(name, options);
      await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  const sql = connectOwner(ownerUrl, { max: 1 });
  try {
    await sql`grant usage on schema pgboss to oppdrag_app`;
    await sql`grant select, insert, update, delete on all tables in schema pgboss to oppdrag_app`;
  } finally {
    await sql.end();
  }
}
