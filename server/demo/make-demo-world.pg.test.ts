import { fork, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { demoPeople, demoSignIns } from '#server/demo/demo-people.ts';
import { demoTenants } from '#server/demo/demo-places.ts';
import { listTenantIds } from '#server/people/list-tenant-ids.ts';
import { demoTaskId } from '#server/demo/play-task.ts';
import { startDemo } from '#server/demo/start-demo.ts';
import { verifyBytes } from '#server/files/verify-bytes.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { taskSchema } from '#shared/tasks/task.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { listTasksById } from '#server/tasks/task-queries.ts';
import { now } from '#shared/testing/builders.ts';

/*
 * The world of these tests is made at the third try: the first is killed while bytes are kept, the second in the middle
 * of the transaction that writes the rows.
 */

let app: TestApp;
let kept: string;
const tenantsAfterKills: number[] = [];

beforeAll(async () => {
  app = await startTestApp({ world: false });
  kept = join(app.deps.environment.dataDir, 'files', 'kept');
  await makeUntil(async () => (await keptFiles()).length >= 4);
  await makeUntil(isWriting);
  await startDemo({ ...app.deps, databaseUrl: must(app.deps.environment.databaseUrl, 'address') });
}, 240_000);

afterAll(() => app.close());

/** Makes the world in a process of its own, and kills it as soon as `moment` has come. */
async function makeUntil(moment: () => Promise<boolean>): Promise<void> {
  const { databaseUrl, dataDir } = app.deps.environment;
  const child = fork(join(import.meta.dirname, 'make-demo-process.ts'), [], {
    serialization: 'advanced',
    execArgv: [],
  });
  child.send({ databaseUrl, dataDir, now });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  while (!(await moment())) {
    if (hasEnded(child)) throw new Error('It was over before it could be killed.');
    await new Promise((later) => setTimeout(later, 2));
  }
  child.kill('SIGKILL');
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  tenantsAfterKills.push((await withScope(app.db, { kind: 'operator' }, listTenantIds)).length);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Rows are being written once the lock against a second maker is held. */
async function isWriting(): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())`.execute(app.db);
  return rows.length > 0;
}

async function keptFiles(): Promise<string[]> {
  const all = await readdir(kept, { recursive: true });
  return all.flatMap((path) => path.split('/')[1] ?? []).sort();
}

/** Asks in the scope of each tenant and puts the answers together. */
async function inEveryTenant<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  const answers = [];
  for (const { id } of demoTenants)
    answers.push(
      await withScope(
        app.db,
        { kind: 'tenant', tenantId: id },
        async (trx) => (await query.execute(trx)).rows,
      ),
    );
  return answers.flat();
}

test('a kill while bytes are kept or rows are written leaves no tenant, and the next start makes everything', async () => {
  expect(tenantsAfterKills).toEqual([0, 0]);
  expect(await withScope(app.db, { kind: 'operator' }, listTenantIds)).toHaveLength(2);
  const rows = await inEveryTenant(sql<{ storage_key: string }>`
    select storage_key from files where state = 'available'`);
  expect(await keptFiles()).toEqual(rows.map((row) => row.storage_key).sort());
  const incoming = join(app.deps.environment.dataDir, 'files', 'incoming');
  expect(await readdir(incoming)).toEqual([]);
});

test('about sixty tasks stand in every state, each as its contract says', async () => {
  const counts = await inEveryTenant(sql<{ state: string; count: number }>`
    select state, count(*)::int as count from tasks group by state`);
  const perState: Record<string, number> = {};
  for (const { state, count } of counts) perState[state] = (perState[state] ?? 0) + count;
  expect(perState).toEqual({
    new: 7,
    assigned: 12,
    'in-progress': 8,
    waiting: 4,
    returned: 3,
    completing: 1,
    completed: 11,
    approved: 15,
    cancelled: 3,
  });
  for (const { id: tenantId } of demoTenants) {
    await withScope(app.db, { kind: 'tenant', tenantId }, async (trx) => {
      const ids = await trx.selectFrom('tasks').select('id').execute();
      for (const task of await listTasksById(
        trx,
        ids.map((row) => row.id),
      ))
        taskSchema.parse(task);
    });
  }
});

test('fourteen buildings have a contact, an access note and a tree of folders', async () => {
  const rows = await inEveryTenant(sql<{ name: string; folders: number }>`
    select b.name, (select count(*)::int from folders f where f.building_id = b.id) as folders
    from buildings b where contact_name is not null and contact_phone is not null and access_note is not null`);
  expect(rows).toHaveLength(14);
  expect(Math.min(...rows.map((row) => row.folders))).toBeGreaterThan(10);
});

test('everybody printed signs in with the printed password, and Sondre has none yet', async () => {
  for (const { email, password } of demoSignIns) {
    const response = await app.request(null, 'POST', '/api/auth/sign-in', { email, password });
    expect(response.status, email).toBe(200);
  }
  expect(new Set(demoSignIns.map((one) => one.role))).toEqual(
    new Set([
      'administrator',
      'manager',
      'manager and executor',
      'executor',
      'user',
      'ad hoc user (method 1)',
      'supplier (method 2)',
    ]),
  );
  const sondre = { email: demoPeople.sondre.email, password: must(demoSignIns[0], 'sign-in').password };
  expect((await app.request(null, 'POST', '/api/auth/sign-in', sondre)).status).toBe(401);
});

test('the first supplier has work in both municipalities: overdue, today, waiting, and two tasks beside another’s', async () => {
  const { id: personId } = demoPeople.siri;
  const tenantIds = demoTenants.map(({ id }) => id);
  await withScope(app.db, { kind: 'person', personId, tenantIds }, async (trx) => {
    const scopes = await listAllowedScopes(trx, personId);
    const ids = scopes.filter((scope) => scope.kind === 'task').map((scope) => scope.id);
    const open = (await listTasksById(trx, ids)).filter((task) => task.state !== 'completing');
    expect(open).toHaveLength(13);
    expect(new Set(open.map((task) => task.tenantName)).size).toBe(2);
    const numbersOf = (list: typeof open) => list.map((task) => task.number).sort((a, b) => a - b);
    expect(numbersOf(open.filter((task) => task.deadline !== null && task.deadline < '2026-11-23'))).toEqual([
      46, 101, 118,
    ]);
    expect(numbersOf(open.filter((task) => task.deadline === '2026-11-23'))).toEqual([44, 109, 120]);
    expect(numbersOf(open.filter((task) => task.state === 'waiting'))).toEqual([44, 105]);
    expect(numbersOf(open.filter((task) => task.buildingName === 'Furuset skole'))).toEqual([114, 118]);
    expect(ids).not.toContain(demoTaskId('Askeby kommune 116'));
  });
});

test('the special ones are there: an outstanding file, a request with what waits, holdings, former executors', async () => {
  const [completing] = await inEveryTenant(sql<{ number: number; state: string }>`
    select t.number, f.state from tasks t join files f on f.id = any(t.expected_files)`);
  expect(completing).toEqual({ number: 107, state: 'declared' });
  const requests = await inEveryTenant(sql<{ number: number; waiting: number }>`
    select t.number, jsonb_array_length(r.waiting) as waiting
    from reopening_requests r join tasks t on t.id = r.task_id where r.answered_at is null`);
  expect(requests).toEqual([{ number: 95, waiting: 3 }]);
  const holdings = await inEveryTenant(sql<{ number: number; files: number; commands: number }>`
    select t.number, h.files, h.commands from device_holdings h join tasks t on t.id = h.task_id`);
  expect(holdings).toEqual([
    { number: 118, files: 2, commands: 1 },
    { number: 46, files: 1, commands: 1 },
  ]);
  const ends = await inEveryTenant(sql<{ ended_by: string }>`
    select distinct ended_by from grant_history where ended_by is not null`);
  expect(new Set(ends.map((row) => row.ended_by))).toEqual(
    new Set(['completed', 'cancelled', 'declined', 'reassigned']),
  );
  const approvals = await inEveryTenant(
    sql<{ approval: string }>`select distinct approval from archive_entries`,
  );
  expect(new Set(approvals.map((row) => row.approval))).toEqual(
    new Set(['awaiting', 'approved', 'rejected']),
  );
});

test('the bytes of every file have the hash, size and type its row says', async () => {
  const rows = await inEveryTenant(sql<{
    name: string;
    sha256: string;
    size: number;
    type: string;
    key: string;
  }>`
    select name, sha256, size::float8 as size, type, storage_key as key from files where state = 'available'`);
  expect(rows.length).toBeGreaterThan(80);
  for (const { name, sha256, size, type, key } of rows) {
    const found = await verifyBytes((range) => app.deps.store.read(key, range));
    expect(found, name).toEqual({ sha256, size, type, program: false });
  }
  expect(new Set(rows.map((row) => row.sha256)).size).toBe(rows.length);
  const photos = rows.filter((row) => row.type === 'image/jpeg').map((row) => row.size);
  expect(Math.min(...photos)).toBeGreaterThan(300_000);
  expect(Math.max(...photos)).toBeGreaterThan(2_000_000);
  expect(rows.filter((row) => row.type === null).map((row) => row.name)).toEqual(['Furuset skole.ifc']);
});

test('what is reserved of the quota is what the files take', async () => {
  const rows = await inEveryTenant(sql<{ reserved: number; taken: number }>`
    select reserved_bytes::float8 as reserved,
      (select sum(size)::float8 from files where state in ('declared', 'available')) as taken from tenants`);
  expect(rows.map((row) => row.reserved)).toEqual(rows.map((row) => row.taken));
});

test('the live grants of history are exactly those derived from the tasks', async () => {
  const difference = await inEveryTenant(sql`
    (select task_id, person_id, party_id from task_grants where open
      except select task_id, person_id, party_id from grant_history where ended_at is null and task_id is not null)
    union all
    (select task_id, person_id, party_id from grant_history where ended_at is null and task_id is not null
      except select task_id, person_id, party_id from task_grants where open)`);
  expect(difference).toEqual([]);
  const [live] = await inEveryTenant(sql<{ count: number }>`
    select count(*)::int as count from grant_history where ended_at is null`);
  expect(must(live, 'count').count).toBeGreaterThan(20);
});

test('history tells who had a task, since when and until when', async () => {
  const historyOf = async (number: number) =>
    inEveryTenant(sql<{ name: string; began: string; ended: string | null; at: string }>`
      select p.name, g.began_by as began, g.ended_by as ended, iso(g.began_at) as at from grant_history g
      join people p on p.id = g.person_id join tasks t on t.id = g.task_id
      where t.number = ${number} and p.name in ('Siri Sagvik', 'Ragnar Dahl') order by g.id`);
  expect(await historyOf(101)).toEqual([
    { name: 'Siri Sagvik', began: 'assigned', ended: 'completed', at: '2026-10-23T07:20:00.000Z' },
    { name: 'Siri Sagvik', began: 'returned', ended: null, at: '2026-11-14T09:15:00.000Z' },
  ]);
  expect(await historyOf(115)).toEqual([
    { name: 'Siri Sagvik', began: 'assigned', ended: 'reassigned', at: '2026-11-13T11:00:00.000Z' },
    { name: 'Ragnar Dahl', began: 'assigned', ended: null, at: '2026-11-14T08:00:00.000Z' },
  ]);
});

test('nobody and nothing of one tenant stands in a row of the other', async () => {
  const strangers = await inEveryTenant(sql`
    with own as (select person_id from memberships union select person_id from supplier_contacts)
    select 'comment', id::text from comments where author_id not in (select person_id from own)
    union all select 'file', id::text from files where declared_by not in (select person_id from own)
      or party_id not in (select id from suppliers union select person_id from own)
    union all select 'task', id::text from tasks where created_by not in (select person_id from own)
    union all select 'grant', id::text from grant_history where person_id not in (select person_id from own)
    union all select 'entry', id::text from archive_entries where assessed_by not in (select person_id from own)
    union all select 'request', id::text from reopening_requests where by_id not in (select person_id from own)`);
  expect(strangers).toEqual([]);
});

test('a second start makes nothing new and prints the same people', async () => {
  const count = () =>
    inEveryTenant(sql<Record<string, string>>`
      select (select max(xmin::text::bigint) from tasks) as tasks, (select count(*) from files) as files,
        (select count(*) from comments) as comments, (select count(*) from grant_history) as grants,
        (select count(*) from answers) as answers, (select count(*) from people) as people`);
  const before = { rows: await count(), files: await keptFiles() };
  const people = await startDemo({
    ...app.deps,
    databaseUrl: must(app.deps.environment.databaseUrl, 'address'),
  });
  expect(people).toBe(demoSignIns);
  expect({ rows: await count(), files: await keptFiles() }).toEqual(before);
});
