import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import {
  askeby,
  askebyBad,
  askebySkole,
  nordvag,
  nordvagRadhus,
  nordvagSykehjem,
  sagvikInNordvag,
} from '#shared/testing/places.ts';

/*
 * Two batches that touch the same places in opposite order, each stopped in its middle until both are there: they
 * must not wait for each other in a circle, which the database would break (and the answer would be 503).
 */
let app: TestApp;
let owner: Kysely<Database>;
beforeAll(async () => {
  app = await startTestApp();
  owner = createDatabase(connectOwner(app.deps.environment.databaseUrl ?? '', { max: 2 }));
});
afterAll(async () => {
  await owner.destroy();
  await app.close();
});

let number = 0;
async function given(overrides: Partial<Task>): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, state: 'in-progress', ...overrides });
  await insertTask(app.db, task);
  return task;
}

const atSchool = { buildingId: askebySkole.id };
const atBaths = { buildingId: askebyBad.id };
const inNordvag = {
  ...{ tenantId: nordvag.id, buildingId: nordvagRadhus.id },
  executors: [{ kind: 'supplier' as const, id: sagvikInNordvag.id, name: sagvikInNordvag.name }],
};

const complete = (task: Task) => ({ ...aCommand('complete-task', { taskId: task.id }), id: uuid() });
const comment = (task: Task) => ({ ...aCommand('add-comment', { taskId: task.id }), id: uuid() });

/** Sends both batches, and returns their outcomes; `let go` once both wait for something. */
async function stoppedInTheMiddle(
  batches: { siri: FieldCommand[]; sondre: FieldCommand[] },
  letGo: () => void,
): Promise<string[]> {
  const sent = [
    new SyncClient(app, 'siri').push(...batches.siri),
    new SyncClient(app, 'sondre').push(...batches.sondre),
  ];
  const waiting = async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(owner);
    return rows[0]?.n;
  };
  await expect.poll(waiting, { timeout: 10_000 }).toBe(2);
  letGo();
  return (await Promise.all(sent)).flat().map((outcome) => outcome.status);
}

test('what ends in one building and goes on in another, and the reverse', async () => {
  const [endsAtBaths, onAtSchool] = [await given(atBaths), await given(atSchool)];
  const [endsAtSchool, onAtBaths] = [await given(atSchool), await given(atBaths)];
  // Each batch takes up a refused file, too, and finds its row held by somebody.
  const refused = async (person: 'siri' | 'sondre') => {
    const file = aFile({ id: uuid(), state: 'refused', declaredBy: people[person].id });
    const task = await given({ ...atSchool, files: [file] });
    return { ...aCommand('declare-file', { taskId: task.id, fileId: file.id }), id: uuid() };
  };
  const [siris, sondres] = [await refused('siri'), await refused('sondre')];
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    const ids: Id[] = [siris.fileId, sondres.fileId];
    await trx.selectFrom('files').select('id').where('id', 'in', ids).forUpdate().execute();
    held.resolve();
    await gate.promise;
  });
  await held.promise;
  const batches = {
    siri: [complete(endsAtBaths), comment(onAtSchool), siris],
    sondre: [complete(endsAtSchool), comment(onAtBaths), sondres],
  };
  expect(await stoppedInTheMiddle(batches, gate.resolve)).toEqual(Array(6).fill('applied'));
  await holding;
});

test('what gives back quota in two tenants, and the reverse', async () => {
  const waiting = (place: Partial<Task>) => given({ ...place, files: [aFile({ id: uuid() })] });
  const [first, second] = [await waiting(atSchool), await waiting(inNordvag)];
  const elsewhere = { ...inNordvag, buildingId: nordvagSykehjem.id };
  const [third, fourth] = [await waiting(elsewhere), await waiting(atBaths)];
  // Each batch has given back in one tenant when the stamp of its next task is held by somebody.
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = owner.transaction().execute(async (trx) => {
    const ids = [second.id, fourth.id];
    await trx.selectFrom('feed_stamps').select('rev').where('scope_id', 'in', ids).forUpdate().execute();
    held.resolve();
    await gate.promise;
  });
  await held.promise;
  const batches = { siri: [complete(first), complete(second)], sondre: [complete(third), complete(fourth)] };
  expect(await stoppedInTheMiddle(batches, gate.resolve)).toEqual(Array(4).fill('applied'));
  await holding;
});
