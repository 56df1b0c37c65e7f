import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/test-database.ts';

let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(connectApp(database.url));
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

async function countJobs(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pgboss.job`.execute(db);
  return rows[0]?.count ?? -1;
}

test('a job exists exactly when the transaction that enqueued it commits, with the options of its queue', async () => {
  const failing = withScope(db, { kind: 'sign-in' }, async (trx) => {
    await enqueueJob(trx, 'password-mail', { email: 'kari@example.no' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await countJobs()).toBe(0);

  await withScope(db, { kind: 'sign-in' }, (trx) =>
    enqueueJob(trx, 'password-mail', { email: 'kari@example.no' }, { afterSeconds: 60 }),
  );
  const { rows } = await sql`
    select data, policy, expire_seconds, deletion_seconds, start_after > now() + interval '50 seconds' as later
    from pgboss.job`.execute(db);
  expect(rows).toEqual([
    {
      data: { email: 'kari@example.no' },
      policy: 'standard',
      expire_seconds: 60,
      deletion_seconds: 600,
      later: true,
    },
  ]);
});
