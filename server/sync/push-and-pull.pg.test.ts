import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SyncClient } from '#server/testing/sync-client.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, asExecutor, aTask, minutesAgo, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { dahlInAskeby, folders } from '#shared/testing/places.ts';
import { taskSchema } from '#shared/tasks/task.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let number = 100;
async function givenTask(overrides: Partial<Task> = {}): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, comments: [], files: [], checklists: [], ...overrides });
  await insertTask(app.db, task);
  return task;
}

function command<Type extends string>(type: Type, taskId: string, fields: object = {}) {
  return { type, taskId, id: uuid(), madeAt: now, ...fields };
}

test('a supplier pulls the task, its building and the profile, and nothing of other suppliers', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  expect(siri.list('task').map((one) => taskSchema.parse(one).id)).toContain(task.id);
  expect(siri.list('building').map((one) => one.id)).toEqual([task.buildingId]);
  expect(siri.list('profile')).toHaveLength(1);
  const ragnar = new SyncClient(app, 'ragnar');
  await ragnar.pull();
  expect(ragnar.list('task')).toEqual([]);
  expect(ragnar.list('building')).toEqual([]);
});

test('commands are applied once and in order, and their effects come with their acknowledgement', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const start = command('start-task', task.id);
  const comment = command('add-comment', task.id, { text: 'Filteret er byttet.', internal: false });
  const outcomes = await siri.push(start, comment);
  expect(outcomes.map((one) => one.status)).toEqual(['applied', 'applied']);
  siri.nextSeq = 1;
  const again = await siri.push(start, comment);
  expect(again).toEqual(outcomes);

  const lines = await siri.pull();
  const acks = lines.flatMap((line) => (line.line === 'acks' ? line.outcomes : []));
  expect(acks).toEqual(outcomes);
  const seen = siri.list('task').find((one) => one.id === task.id);
  expect(seen?.state).toBe('in-progress');
  expect(seen?.comments.map((one) => one.text)).toEqual(['Filteret er byttet.']);
});

test('a refused command is answered and does not hold up those behind it', async () => {
  const task = await givenTask();
  const other = await givenTask({ state: 'cancelled' });
  const siri = new SyncClient(app, 'siri');
  const outcomes = await siri.push(
    command('start-task', other.id),
    { type: 'no-such-command', id: uuid() },
    command('start-task', task.id),
  );
  expect(outcomes.map((one) => (one.status === 'refused' ? one.refusal.code : 'applied'))).toEqual([
    'task.closed',
    'command.invalid',
    'applied',
  ]);
});

test('completing ends the task and the building on the device and leaves a past task', async () => {
  const task = await givenTask({ buildingId: aTask().buildingId });
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  for (const open of siri.list('task')) {
    await siri.push(command('complete-task', open.id, { files: [] }));
  }
  await siri.pull();
  expect(siri.list('task')).toEqual([]);
  expect(siri.list('building')).toEqual([]);
  const past = siri.list('past-task').find((one) => one.id === task.id);
  expect(past).toMatchObject({ state: 'completed', endedBy: 'completed', completedByMe: true });

  const [undone] = await siri.push(command('undo-complete', task.id));
  expect(undone?.status).toBe('applied');
  await siri.pull();
  expect(siri.list('task').map((one) => one.id)).toEqual([task.id]);
  expect(siri.list('building')).toHaveLength(1);
  expect(siri.list('past-task').map((one) => one.id)).not.toContain(task.id);
});

test('whoever had a task that is called off is told why', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const reason = 'Bygget skal rives.';
  const cancel = command('cancel-task', task.id, { reason });
  const answer = await app.request('magnus', 'POST', '/api/commands', cancel);
  expect(await answer.json()).toMatchObject({ status: 'applied' });
  await siri.pull();
  const past = siri.list('past-task').find((one) => one.id === task.id);
  expect(past).toMatchObject({ state: 'cancelled', endedBy: 'cancelled', cancelReason: reason });
});

test('what others do with a task after it was taken from somebody is not theirs to know', async () => {
  const own = aChecklist({ id: uuid(), deliveredAt: minutesAgo(30), deliveredByName: people.siri.name });
  const open = aChecklist({ id: uuid() });
  const task = await givenTask({ checklists: [own, open] });
  const office = (type: string, fields: object) =>
    app.request('magnus', 'POST', '/api/commands', command(type, task.id, fields));
  await office('reassign-task', { executors: [{ kind: 'supplier', id: dahlInAskeby.id }] });
  app.setNow(minutesAgo(-10));
  const ragnar = new SyncClient(app, 'ragnar');
  const done = await ragnar.push(
    command('deliver-checklist', task.id, { checklistId: open.id }),
    command('complete-task', task.id, { files: [] }),
  );
  expect(done.map((one) => one.status)).toEqual(['applied', 'applied']);

  const siri = new SyncClient(app, 'siri');
  const lines = await siri.pull();
  const past = siri.list('past-task').find((one) => one.id === task.id);
  expect(past).toMatchObject({ endedBy: 'reassigned', completedAt: null, completedByName: null });
  expect(past?.checklists.map((one) => one.id)).toEqual([own.id]);
  const [refused] = await siri.push(command('add-comment', task.id, { text: 'Hei', internal: false }));
  expect(JSON.stringify([lines, refused])).not.toContain('Ragnar');
  app.setNow(now);
});

test('a file that is declared and ends in one batch is there as the rules left it, and is told of when it is sent', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const [taken, left] = [uuid(), uuid()];
  const declare = (fileId: string) => ({ ...aCommand('declare-file'), id: uuid(), taskId: task.id, fileId });
  const outcomes = await siri.push(
    ...[declare(taken), declare(left)],
    { ...aCommand('cancel-file'), id: uuid(), taskId: task.id, fileId: taken },
    command('complete-task', task.id, { files: [] }),
  );
  expect(outcomes.map((one) => one.status)).toEqual(Array(4).fill('applied'));
  await siri.pull();
  const past = siri.list('past-task').find((one) => one.id === task.id);
  expect(past?.files.map(({ id, state, refusalCode }) => ({ id, state, refusalCode }))).toEqual([
    { id: taken, state: 'cancelled', refusalCode: null },
    { id: left, state: 'refused', refusalCode: 'task.closed' },
  ]);
  const session = await app.request('siri', 'POST', `/api/files/${left}/session`, {});
  expect(await session.json()).toMatchObject({ code: 'command.refused', refusal: { code: 'task.closed' } });
});

test('a file that its sender moves from the archive into a task leaves their own list', async () => {
  const arne = new SyncClient(app, 'arne');
  const fileId = uuid();
  const declare = {
    ...aCommand('declare-file'),
    fileId,
    purpose: 'archive' as const,
    folderId: folders.fire,
  };
  const outcomes = await arne.push(
    { ...declare, id: uuid(), taskId: null },
    { ...aCommand('cancel-file'), id: uuid(), taskId: null, fileId },
  );
  expect(outcomes.map((one) => one.status)).toEqual(['applied', 'applied']);
  await arne.pull();
  expect(arne.list('own-file').map((file) => file.id)).toEqual([fileId]);

  const task = await givenTask({ executors: [asExecutor('arne')] });
  const [moved] = await arne.push({ ...declare, id: uuid(), taskId: task.id });
  expect(moved?.status).toBe('applied');
  await arne.pull();
  expect(arne.list('own-file')).toEqual([]);
  expect(arne.list('task').find((one) => one.id === task.id)?.files).toMatchObject([{ id: fileId }]);
});
