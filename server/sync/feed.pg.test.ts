import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { withScope } from '#server/db/scope.ts';
import { getPullStart, listChangedStamps } from '#server/sync/feed-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, nordvag } from '#shared/testing/places.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const office = { kind: 'tenant', tenantId: askeby.id } as const;
const person = { kind: 'person', personId: people.siri.id, tenantIds: [askeby.id, nordvag.id] } as const;

const readStart = (db: Kysely<Database>) => getPullStart(db, { personId: people.siri.id, deviceId: uuid() });

/** Runs `meanwhile` while a transaction that has written, but not committed, stays open. */
async function whileOpen(
  db: Kysely<Database>,
  write: (trx: Kysely<Database>) => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  await withScope(db, office, async (trx) => {
    await write(trx);
    await meanwhile();
  });
}

test('a change that commits after a later one was pulled is found by the next pull', async () => {
  const [early, late] = [aTask({ id: uuid(), number: 11 }), aTask({ id: uuid(), number: 12 })].map(
    (task) => ({
      ...task,
      files: [],
      comments: [],
      checklists: [],
      reopeningRequests: [],
    }),
  );
  const [first, second] = [must(early, 'early'), must(late, 'late')];
  await insertTask(app.db, first);
  await insertTask(app.db, second);
  const scopes = [first, second].map((task) => ({ kind: 'task' as const, id: task.id }));
  const { snapshot: start } = await withScope(app.db, person, readStart, { reading: 'snapshot' });
  const rename = (db: Kysely<Database>, id: string) =>
    db.updateTable('tasks').set({ title: 'Endret' }).where('id', '=', id).execute();

  let between = '';
  await whileOpen(
    app.db,
    (trx) => rename(trx, first.id),
    async () => {
      await withScope(app.db, office, (trx) => rename(trx, second.id));
      await withScope(
        app.db,
        person,
        async (trx) => {
          between = (await readStart(trx)).snapshot;
          const seen = await listChangedStamps(trx, scopes, start);
          expect(seen.map((one) => one.recordId)).toEqual([second.id]);
        },
        { reading: 'snapshot' },
      );
    },
  );
  const next = await withScope(app.db, person, (trx) => listChangedStamps(trx, scopes, between));
  expect(next.map((one) => one.recordId)).toEqual([first.id]);
});

/**
 * Negative control: the same interleaving with a plain sequence as cursor. It must lose the row; if it did not, the
 * test above would prove nothing.
 */
test('a sequence as cursor loses the change that commits late', async () => {
  const owner = connectOwner(app.deps.environment.databaseUrl ?? '', { max: 3 });
  try {
    await owner`create table sequence_feed (seq bigint generated always as identity, name text)`;
    const since = (cursor: number) =>
      owner<
        { seq: string; name: string }[]
      >`select seq, name from sequence_feed where seq > ${cursor} order by seq`;
    let cursor = 0;
    const pull = async () => {
      const rows = await since(cursor);
      cursor = Number(rows.at(-1)?.seq ?? cursor);
      return rows.map((row) => row.name);
    };
    await owner.begin(async (open) => {
      await open`insert into sequence_feed (name) values ('early')`;
      await owner`insert into sequence_feed (name) values ('late')`;
      expect(await pull()).toEqual(['late']);
    });
    expect(await pull(), 'the cursor has passed the early row: it is lost for good').toEqual([]);
    const all = await owner`select name from sequence_feed`;
    expect(all).toHaveLength(2);
  } finally {
    await owner.end({ timeout: 1 });
  }
});

test('every table that devices see stamps its records: a schema check that no table can be forgotten', async () => {
  const stamped = [
    'tasks assignments comments checklists answers reopening_requests files archive_entries',
    'buildings folders grant_history memberships building_access supplier_contacts suppliers people',
  ]
    .join(' ')
    .split(' ');
  const { rows } = await sql<{ table: string }>`
    select distinct c.relname as table from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where not g.tgisinternal and g.tgname like 'stamp%'`.execute(app.db);
  expect(rows.map((row) => row.table).sort()).toEqual(stamped.sort());
});

test('a task stands in a person’s own scope only once their access to it has ended, also in older databases', async () => {
  const task = { ...aTask({ id: uuid(), number: 31 }), comments: [], checklists: [] };
  await insertTask(app.db, { ...task, files: [], reopeningRequests: [] });
  const pastOfSiri = async () => {
    const { rows } = await sql<{ id: string }>`
      select record_id as id from feed_stamps
      where scope_kind = 'person' and scope_id = ${people.siri.id} and record_kind = 'past-task'`.execute(
      app.db,
    );
    return rows.map((row) => row.id);
  };
  expect(await pastOfSiri()).not.toContain(task.id);
  const siri = new SyncClient(app, 'siri');
  await siri.push({ type: 'decline-task', id: uuid(), taskId: task.id, madeAt: now, reason: 'Er på ferie' });
  expect(await pastOfSiri()).toContain(task.id);

  const ownerUrl = must(app.deps.environment.databaseUrl, 'address of the database');
  const owner = connectOwner(ownerUrl, { max: 1 });
  const never = uuid();
  await owner`select stamp('person', ${people.siri.id}, 'past-task', ${never})`;
  await owner`delete from kysely_migration where name = '2026-11-25-06-past-stamps'`;
  await owner.end();
  await migrate(ownerUrl);
  const after = await pastOfSiri();
  expect([after.includes(task.id), after.includes(never)]).toEqual([true, false]);
});

test('the application can read stamps but not write them', async () => {
  const write = withScope(app.db, office, (trx) => sql`update feed_stamps set rev = 0`.execute(trx));
  await expect(write).rejects.toThrow(/permission denied/u);
});
