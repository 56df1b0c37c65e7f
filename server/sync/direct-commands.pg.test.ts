import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findArchiveEntryOfFile } from '#server/archive/archive-queries.ts';
import { withScope } from '#server/db/scope.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask, dahl } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, folders } from '#shared/testing/places.ts';

/** Commands of the online office, sent again, at once or changed: each counts once. */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const office = { kind: 'tenant', tenantId: askeby.id } as const;

let number = 700;
async function givenTask(overrides: Partial<Task> = {}): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, ...overrides });
  await insertTask(app.db, task);
  return task;
}

async function taskNow(id: Id): Promise<Task> {
  return must(await withScope(app.db, office, (trx) => findTask(trx, id)), 'task');
}

const send = (command: object) => app.request('magnus', 'POST', '/api/commands', command);

async function fiveAtOnce(command: object): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(command)));
  return answers.map((answer) => answer.status);
}

test('a command sent five times at the same moment counts once, and each sender hears that it was applied', async () => {
  const task = await givenTask();
  const comment = { ...aCommand('add-comment', { taskId: task.id }), id: uuid() };
  expect(await fiveAtOnce(comment)).toEqual(Array(5).fill(200));
  const created = { ...aCommand('create-task', { taskId: uuid() }), id: uuid() };
  expect(await fiveAtOnce(created)).toEqual(Array(5).fill(200));
  const cancelled = { ...aCommand('cancel-task', { taskId: task.id }), id: uuid() };
  expect(await fiveAtOnce(cancelled)).toEqual(Array(5).fill(200));
  const refused = { ...aCommand('add-comment', { taskId: uuid() }), id: uuid() };
  expect(await fiveAtOnce(refused)).toEqual(Array(5).fill(409));
  expect(await taskNow(task.id)).toMatchObject({ state: 'cancelled', comments: [{ id: comment.id }] });
});

test('two devices that send the same command at the same moment both hear its one outcome', async () => {
  const task = await givenTask();
  const command = { ...aCommand('add-comment', { taskId: task.id }), id: uuid() };
  const devices = Array.from({ length: 4 }, () => new SyncClient(app, 'siri'));
  const outcomes = await Promise.all(devices.map((device) => device.push(command)));
  expect(outcomes.flat().map((one) => one.status)).toEqual(Array(4).fill('applied'));
  expect((await taskNow(task.id)).comments).toHaveLength(1);
});

test('of two who declare a file under one id at the same moment one has it, and the other is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [own, others] = [await givenTask(), await givenTask({ executors: [dahl] })];
    const fileId = uuid();
    const declare = (name: 'siri' | 'ragnar', taskId: Id) =>
      new SyncClient(app, name).push({ ...aCommand('declare-file', { taskId, fileId }), id: uuid() });
    const [siris, ragnars] = await Promise.all([declare('siri', own.id), declare('ragnar', others.id)]);
    const applied = [siris[0], ragnars[0]].map((outcome) => outcome?.status === 'applied');
    expect(applied.toSorted()).toEqual([false, true]);
    const [winner, loser] = applied[0] ? [own, others] : [others, own];
    const declaredBy = applied[0] ? people.siri.id : people.ragnar.id;
    expect((await taskNow(winner.id)).files).toMatchObject([{ id: fileId, declaredBy }]);
    expect((await taskNow(loser.id)).files).toEqual([]);
  }
});

test('an assessment sent again gets its old outcome, and undoes nothing that came after it', async () => {
  const file = aFile({ id: uuid(), purpose: 'archive', folderId: folders.fire, state: 'available' });
  const task = await givenTask({ files: [file] });
  const entry = () => withScope(app.db, office, (trx) => findArchiveEntryOfFile(trx, file.id));
  const { id: entryId } = must(await entry(), 'entry');
  const approve = { ...aCommand('approve-archive-file', { entryId }), id: uuid() };
  const reject = { ...aCommand('reject-archive-file', { entryId }), id: uuid() };
  expect((await send(approve)).status).toBe(200);
  expect((await send(reject)).status).toBe(200);
  expect((await send(approve)).status).toBe(200);
  expect((await send({ ...reject, type: 'approve-archive-file', reason: undefined })).status).toBe(200);
  expect((await entry())?.approval).toBe('rejected');

  const comment = { ...aCommand('add-comment', { taskId: task.id }), id: uuid() };
  await send(comment);
  expect((await send({ ...approve, id: comment.id })).status).toBe(200);
  expect((await entry())?.approval).toBe('rejected');
  const nothing = { ...approve, id: uuid(), entryId: uuid() };
  expect((await send(nothing)).status).toBe(409);
  expect((await send({ ...nothing, entryId })).status).toBe(409);
  expect((await entry())?.approval).toBe('rejected');
});
