import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner } from '#server/db/connect.ts';
import { withScope } from '#server/db/scope.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { problemSchema, type Problem } from '#shared/kernel/problem.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import { pushAnswerSchema } from '#shared/sync/push-message.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { askeby } from '#shared/testing/places.ts';

/** The sequence of a device and the ids of its commands, whatever a device says about them. */
let app: TestApp;
let taskId: Id;
beforeAll(async () => {
  app = await startTestApp();
  const task = aTask({ id: uuid() });
  taskId = task.id;
  await insertTask(app.db, task);
});
afterAll(() => app.close());

function comment(text: string, id: Id = uuid()) {
  return { type: 'add-comment', taskId, id, madeAt: now, text, internal: false };
}

async function comments(): Promise<string[]> {
  const task = await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    findTask(trx, taskId),
  );
  return task?.comments.map((one) => one.text) ?? [];
}

async function problem(answer: Promise<Response>): Promise<Problem> {
  return problemSchema.parse(await (await answer).json());
}

const said = (outcome: Outcome | undefined) =>
  outcome?.status === 'refused' ? outcome.refusal : outcome?.status;

test('a number too high is a gap that names the number expected, and nothing of the push is applied', async () => {
  const siri = new SyncClient(app, 'siri');
  const early = comment('for tidlig');
  expect(await problem(siri.send([{ seq: 2, id: early.id, command: early }]))).toMatchObject({
    code: 'device.gap',
    expected: 1,
  });
  const [one, two] = [comment('hull 1'), comment('hull 2')];
  const answer = siri.send([
    { seq: 1, id: one.id, command: one },
    { seq: 3, id: two.id, command: two },
  ]);
  expect(await problem(answer)).toMatchObject({ code: 'request.invalid', fields: ['commands'] });
  expect(await comments()).not.toContain('hull 1');
});

test('an old id gets its old outcome, whatever it says now: under its number, a new one, on another device', async () => {
  const siri = new SyncClient(app, 'siri');
  const first = comment('slik var det');
  const [outcome] = await siri.push(first);
  const changed = comment('slik er det blitt', first.id);
  siri.nextSeq = 1;
  expect(await siri.push(changed)).toEqual([outcome]);
  expect(said((await siri.push(changed))[0])).toBe('applied');
  expect(said((await new SyncClient(app, 'siri').push(changed))[0])).toBe('applied');
  const wrong = { type: 'complete-task', taskId, id: first.id, madeAt: now, files: [uuid()] };
  expect(said((await siri.push(wrong))[0])).toBe('applied');
  expect((await comments()).filter((text) => text.startsWith('slik'))).toEqual(['slik var det']);
});

test('a push sent again before its answer came is answered alike, and is applied once', async () => {
  const siri = new SyncClient(app, 'siri');
  const queue = [comment('to ganger'), comment('to ganger til')].map((command, at) => ({
    seq: at + 1,
    id: command.id,
    command,
  }));
  const responses = await Promise.all(Array.from({ length: 4 }, () => siri.send(queue)));
  const answers = await Promise.all(responses.map((response) => response.json()));
  expect(responses.map((response) => response.status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(pushAnswerSchema.parse(answers[0])).toMatchObject({ nextSeq: 3 });
  expect((await comments()).filter((text) => text.startsWith('to ganger'))).toHaveLength(2);
});

test('another command under a number that is taken is a fork', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.push(comment('den første'));
  const other = comment('fra en kopi');
  expect(await problem(siri.send([{ seq: 1, id: other.id, command: other }]))).toMatchObject({
    code: 'device.forked',
  });
  expect(await comments()).not.toContain('fra en kopi');
});

test('with the device id of somebody else nothing is sent, learned or advanced', async () => {
  const siri = new SyncClient(app, 'siri');
  await siri.push(comment('mitt brett'));
  const stranger = new SyncClient(app, 'sondre');
  Object.assign(stranger, { deviceId: siri.deviceId });
  const stolen = comment('ditt brett');
  const answer = stranger.send([{ seq: 1, id: stolen.id, command: stolen }]);
  expect(await problem(answer)).toMatchObject({ code: 'device.forked' });
  const lines = await stranger.pull();
  expect(lines.find((line) => line.line === 'acks')).toMatchObject({ nextSeq: 1, outcomes: [] });
  expect((await siri.push(comment('fremdeles mitt')))[0]).toMatchObject({ seq: 2, status: 'applied' });
  expect(await comments()).not.toContain('ditt brett');
});

test('a command under another id than its number’s is refused by itself, and those behind it go on', async () => {
  const siri = new SyncClient(app, 'siri');
  const [odd, none, good] = [comment('to navn'), { type: 'add-comment' }, comment('ett navn')];
  const response = await siri.send([
    { seq: 1, id: uuid(), command: odd },
    { seq: 2, id: uuid(), command: none },
    { seq: 3, id: good.id.toUpperCase(), command: good },
  ]);
  expect(response.status).toBe(200);
  const { outcomes } = pushAnswerSchema.parse(await response.json());
  expect(outcomes.map(said)).toMatchObject([
    { code: 'command.invalid', fields: ['id'] },
    { code: 'command.invalid' },
    'applied',
  ]);
  expect(await comments()).not.toContain('to navn');
});

test('an id that somebody else used is refused, and tells nothing of whose it is', async () => {
  const theirs = comment('hemmelig');
  expect(said((await new SyncClient(app, 'siri').push(theirs))[0])).toBe('applied');
  const [outcome] = await new SyncClient(app, 'sondre').push(comment('overtatt', theirs.id));
  expect(said(outcome)).not.toBe('applied');
  expect(JSON.stringify(outcome)).not.toContain('hemmelig');
  expect(await comments()).not.toContain('overtatt');
});

test('a request under the id of a colleague’s is refused, and does not take its place or pass for sent', async () => {
  const task = aTask({ id: uuid(), number: 2 });
  await insertTask(app.db, task);
  await app.request('magnus', 'POST', '/api/commands', {
    ...{ type: 'cancel-task', taskId: task.id, id: uuid(), madeAt: now },
  });
  const fields = { type: 'request-reopening', taskId: task.id, id: uuid(), madeAt: now, waiting: [] };
  const ask = (name: 'siri' | 'sondre', message: string) =>
    new SyncClient(app, name).push({ ...fields, message });
  expect(said((await ask('siri', 'Mine bilder'))[0])).toBe('applied');
  expect(said((await ask('sondre', 'Mine svar'))[0])).toMatchObject({
    code: 'command.invalid',
    fields: ['id'],
  });
  const asked = await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    findTask(trx, task.id),
  );
  expect(asked?.reopeningRequests.map((one) => one.message)).toEqual(['Mine bilder']);
});

test('a command on which the server fails three times is refused, and never holds up those before or behind it', async () => {
  const owner = connectOwner(app.deps.environment.databaseUrl ?? '', { max: 1 });
  await owner.unsafe(`
    create function break_comment() returns trigger language plpgsql as $$
      begin raise exception 'a bug of ours'; end $$;
    create trigger break_comment before insert on comments for each row
      when (new.text = 'gift') execute function break_comment()`);
  await owner.end();
  const siri = new SyncClient(app, 'siri');
  const queue = [comment('foran'), comment('gift'), comment('bak')].map((command, at) => ({
    seq: at + 1,
    id: command.id,
    command,
  }));
  const before = await siri.send(queue);
  expect(before.status).toBe(200);
  expect(pushAnswerSchema.parse(await before.json())).toMatchObject({
    outcomes: [{ seq: 1, status: 'applied' }],
    nextSeq: 2,
  });

  expect(await problem(siri.send(queue.slice(1)))).toMatchObject({ code: 'internal' });
  const third = pushAnswerSchema.parse(await (await siri.send(queue.slice(1))).json());
  expect(third.outcomes.map(said)).toEqual([{ code: 'command.failed' }, 'applied']);
  expect(third.nextSeq).toBe(4);
  expect((await comments()).filter((text) => ['foran', 'gift', 'bak'].includes(text))).toEqual([
    'foran',
    'bak',
  ]);
  const held = await siri.pull();
  expect(held.find((line) => line.line === 'acks')).toMatchObject({ nextSeq: 4 });
});

test('the first command of a new device that fails three times is refused as well', async () => {
  const siri = new SyncClient(app, 'siri');
  const poison = comment('gift');
  const send = () => siri.send([{ seq: 1, id: poison.id, command: poison }]);
  expect((await send()).status).toBe(500);
  expect((await send()).status).toBe(500);
  const answer = pushAnswerSchema.parse(await (await send()).json());
  expect(answer.outcomes.map(said)).toEqual([{ code: 'command.failed' }]);
});
