import { sql, type Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectApp, connectOwner, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import { startJobs, type Jobs, type JobWorker } from '#server/jobs/start-jobs.ts';
import { createLog } from '#server/log.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/test-database.ts';

let database: TestDatabase;
let db: Kysely<Database>;
let jobs: Jobs | undefined;
const lines: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(connectApp(database.url));
});
afterEach(async () => {
  await jobs?.stop();
  jobs = undefined;
  lines.length = 0;
  await sql`delete from pgboss.job`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

async function start(
  run: (data: { email: string }) => Promise<void>,
  extra: JobWorker[] = [],
): Promise<void> {
  const log = createLog('info', (line) => lines.push(line));
  const workers: JobWorker[] = [{ queue: 'password-mail', run }, ...extra];
  jobs = await startJobs({ databaseUrl: database.url, workers, log, superviseSeconds: 1 });
}

const enqueue = (email: string) =>
  withScope(db, { kind: 'sign-in' }, (trx) => enqueueJob(trx, 'password-mail', { email }));

async function listStates(): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`
    select state from pgboss.job where name = 'password-mail' order by created_on`.execute(db);
  return rows.map((row) => row.state);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It never came to that.');
    await new Promise((later) => setTimeout(later, 25));
  }
}

test('many jobs are worked, each exactly once', async () => {
  const done: string[] = [];
  for (let at = 0; at < 23; at += 1) await enqueue(`${at}@example.no`);
  await start(async ({ email }) => void done.push(email));
  await until(() => done.length >= 23);
  await until(async () => (await listStates()).every((state) => state === 'completed'));
  expect(new Set(done).size).toBe(23);
  expect(done).toHaveLength(23);
});

test('the workers are bound to the application’s role, on at most two connections', async () => {
  const owner = connectOwner(database.ownerUrl, { max: 1 });
  await owner`create table seen (role text)`;
  await owner`create function see() returns trigger language plpgsql as $$
    begin insert into public.seen values (current_user); return new; end $$`;
  await owner`create trigger see after update on pgboss.job_common for each row execute function see()`;
  await enqueue('someone@example.no');
  await start(async () => {});
  await until(async () => (await listStates()).join() === 'completed');
  const roles = await owner<{ role: string }[]>`select distinct role from seen`;
  const connections = await owner`
    select pid from pg_stat_activity where application_name = 'oppdrag-jobs' and datname = current_database()`;
  await owner`drop trigger see on pgboss.job_common`;
  await owner.end();
  expect(roles).toEqual([{ role: 'oppdrag_app' }]);
  expect(connections.length).toBeLessThanOrEqual(2);
});

test('a job that fails is told and tried again, and does not hold up the others of its batch', async () => {
  const done: string[] = [];
  await enqueue('fails@example.no');
  await enqueue('works@example.no');
  await start(async ({ email }) => {
    if (email.startsWith('fails')) throw new Error('no luck');
    done.push(email);
  });
  await until(async () => (await listStates()).join() === 'retry,completed');
  expect(done).toEqual(['works@example.no']);
  const said = lines.find((line) => line.includes('job password-mail failed'));
  expect(said).toContain('no luck');
  expect(said).not.toContain('@example.no');
});

test('stopping waits for the job under way', async () => {
  let began = false;
  let ended = false;
  await enqueue('slow@example.no');
  await start(async () => {
    began = true;
    await new Promise((later) => setTimeout(later, 500));
    ended = true;
  });
  await until(() => began);
  await jobs?.stop();
  jobs = undefined;
  expect(ended).toBe(true);
  expect(await listStates()).toEqual(['completed']);
});

test('a job whose server died in the middle is taken up again by the next', async () => {
  await enqueue('left@example.no');
  await sql`
    update pgboss.job set state = 'active', started_on = now() - interval '10 minutes', retry_delay = 0`.execute(
    db,
  );
  const done: string[] = [];
  await start(async ({ email }) => void done.push(email));
  await until(() => done.length > 0);
  expect(done).toEqual(['left@example.no']);
});

test('queues that nobody works here are told', async () => {
  await start(async () => {});
  expect(lines.join()).toMatch(/Nobody works these queues here: send-mail/);
});
