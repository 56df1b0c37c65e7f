import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listArchiveEntries } from '#server/archive/archive-queries.ts';
import {
  listBuildingsById,
  listFoldersById,
  listReachableBuildings,
} from '#server/buildings/building-queries.ts';
import { withScope } from '#server/db/scope.ts';
import { listFilesById } from '#server/files/file-queries.ts';
import { listAllowedScopes, listFormerTasks, listPeopleOfTasks } from '#server/grants/grant-queries.ts';
import { listHoldings } from '#server/sync/holding-queries.ts';
import { loadDirectory } from '#server/sync/load-directory.ts';
import { listPastTasks } from '#server/sync/past-task-queries.ts';
import { countTasksByState, listTaskLines } from '#server/tasks/task-list-queries.ts';
import { findTask, listTasksById, lockTasks } from '#server/tasks/task-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aChecklist, aComment, aFile, aRequest, aTask, now } from '#shared/testing/builders.ts';
import { actorOf, people } from '#shared/testing/people.ts';
import { askeby, askebySkole, nordvag } from '#shared/testing/places.ts';

let app: TestApp;
let task: Task;

/** Nordvåg's administrator: may do everything at home, and nothing in Askeby. */
const stranger = { kind: 'person', personId: people.nils.id, tenantIds: [nordvag.id] } as const;

beforeAll(async () => {
  app = await startTestApp();
  task = aTask({
    checklists: [aChecklist()],
    comments: [aComment()],
    files: [aFile()],
    reopeningRequests: [aRequest()],
  });
  await insertTask(app.db, task);
  const siri = new SyncClient(app, 'siri');
  await siri.send(
    [{ seq: 1, id: uuid(), command: { type: 'nothing' } }],
    [{ taskId: task.id, files: 1, bytes: 10, commands: 0, items: [], oldestAt: now }],
  );
});
afterAll(() => app.close());

async function countRows(): Promise<Record<string, number>> {
  const { rows } = await sql<{ table: string }>`
    select relname as table from pg_class c where relrowsecurity and relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`.execute(
    app.db,
  );
  const counts: Record<string, number> = {};
  await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    for (const { table } of rows) {
      const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
        where tenant_id = ${askeby.id}`.execute(trx);
      counts[table] = found.rows[0]?.n ?? -1;
    }
  });
  return counts;
}

test('with the rules out of the way, no table shows or lets go of a row of another tenant', async () => {
  const before = await countRows();
  const filled = Object.entries(before).filter(([, count]) => count > 0);
  expect(filled.length).toBeGreaterThan(12);
  for (const [table] of filled) {
    await withScope(app.db, stranger, async (trx) => {
      const seen = await sql`select 1 from ${sql.table(table)} where tenant_id = ${askeby.id}`.execute(trx);
      expect(seen.rows, `${table} is not seen`).toEqual([]);
    });
    const own = sql`where tenant_id = ${askeby.id}`;
    const attempts = [
      sql`delete from ${sql.table(table)} ${own}`,
      sql`update ${sql.table(table)} set tenant_id = tenant_id ${own}`,
    ];
    for (const attempt of attempts) {
      const touched = await withScope(app.db, stranger, async (trx) => {
        const result = await attempt.execute(trx);
        return Number(result.numAffectedRows ?? 0);
      }).catch((error: unknown) => {
        // The role may not do it at all (append-only tables); anything else is a failure of this test.
        expect(String(error), table).toMatch(/permission denied/u);
        return 0;
      });
      expect(touched, `${table} is not touched`).toBe(0);
    }
  }
  expect(await countRows()).toEqual(before);
});

test('with the rules out of the way, no row can be written into another tenant', async () => {
  const before = await countRows();
  const insert = withScope(app.db, stranger, (trx) =>
    trx
      .insertInto('comments')
      .values({
        id: uuid(),
        tenant_id: askeby.id,
        task_id: task.id,
        author_id: people.nils.id,
        author_name: 'Nils',
        text: 'x',
        internal: false,
        at: now,
      })
      .execute(),
  );
  await expect(insert).rejects.toThrow(/row-level security/u);
  expect(await countRows()).toEqual(before);
});

test('no row can point across tenants, since references name the tenant too', async () => {
  const attempt = withScope(app.db, stranger, (trx) =>
    trx
      .insertInto('comments')
      .values({
        id: uuid(),
        tenant_id: nordvag.id,
        task_id: task.id,
        author_id: people.nils.id,
        author_name: 'Nils',
        text: 'x',
        internal: false,
        at: now,
      })
      .execute(),
  );
  await expect(attempt).rejects.toThrow(/foreign key/u);
});

test('with the rules out of the way, no query answers anything of another tenant', async () => {
  await withScope(app.db, stranger, async (trx) => {
    expect(await findTask(trx, task.id)).toBeUndefined();
    expect(await listTasksById(trx, [task.id])).toEqual([]);
    expect((await lockTasks(trx, [task.id])).size).toBe(0);
    expect(await listBuildingsById(trx, [askebySkole.id])).toEqual([]);
    expect(
      await listFoldersById(
        trx,
        askebySkole.folders.map((one) => one.id),
      ),
    ).toEqual([]);
    expect(await listReachableBuildings(trx, actorOf('astrid'))).toEqual([]);
    expect(
      await listFilesById(
        trx,
        task.files.map((one) => one.id),
      ),
    ).toEqual([]);
    expect(
      await listArchiveEntries(trx, { buildingId: askebySkole.id, unapproved: 'all', limit: 9 }),
    ).toEqual([]);
    expect(await listHoldings(trx, [task.id])).toEqual([]);
    expect(await listPastTasks(trx, people.siri.id, [task.id])).toEqual([]);
    expect(await listPeopleOfTasks(trx, [task.id])).toEqual([]);
    expect((await listFormerTasks(trx, people.siri.id, [task.id])).size).toBe(0);
    const view = { tenantId: askeby.id, buildingIds: null, states: null, search: null, limit: 9, offset: 0 };
    expect(await listTaskLines(trx, view)).toEqual({ lines: [], total: 0 });
    expect(await countTasksByState(trx, view)).toEqual({});
    await expect(loadDirectory(trx, askeby.id)).rejects.toThrow();
    const scopes = await listAllowedScopes(trx, people.siri.id);
    expect(scopes.filter((one) => one.id === task.id)).toEqual([]);
  });
});

test('every route answers ids of another tenant as if they did not exist, and nothing changes', async () => {
  const before = await countRows();
  const unknown = uuid();
  for (const id of [task.id, unknown]) {
    for (const path of [`/api/tasks/${id}`, `/api/archive/${id === task.id ? task.buildingId : id}`]) {
      const response = await app.request('nils', 'GET', path);
      expect(response.status, path).toBe(404);
      const { requestId: _own, ...body } = (await response.json()) as Record<string, unknown>;
      expect(body).toEqual({ code: 'not-found', status: 404 });
    }
    const command = { type: 'cancel-task', taskId: id, id: uuid(), madeAt: now };
    const response = await app.request('nils', 'POST', '/api/commands', command);
    expect(response.status).toBe(409);
    expect(((await response.json()) as { refusal: unknown }).refusal).toEqual({ code: 'task.not-found' });
    const nils = new SyncClient(app, 'nils');
    const [outcome] = await nils.push({ type: 'start-task', taskId: id, id: uuid(), madeAt: now });
    expect(outcome).toMatchObject({ status: 'refused', refusal: { code: 'task.not-found' } });
  }
  const list = (await (await app.request('nils', 'GET', '/api/tasks')).json()) as { lines: unknown[] };
  expect(list.lines).toEqual([]);
  expect(await countRows()).toEqual(before);
});
