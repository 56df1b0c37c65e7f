import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { withScope } from '#server/db/scope.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aTask, dahl, minutesAgo, now, sagvik } from '#shared/testing/builders.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { nordvag } from '#shared/testing/places.ts';

const requestSchema = z.object({
  taskId: z.string(),
  state: z.string(),
  executors: z.array(z.object({ kind: z.string(), id: z.string() })),
  byName: z.string(),
  files: z.number(),
  bytes: z.number(),
  others: z.number(),
  party: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
});
const lineSchema = z.object({
  type: z.string(),
  personName: z.string(),
  channel: z.string(),
  madeAt: z.string().nullable(),
  at: z.string(),
  refusal: z.string().nullable(),
});
const taskAnswerSchema = z.object({
  actor: z.object({ personId: z.string() }),
  holdings: z.array(
    z
      .object({
        personName: z.string(),
        partyId: z.string().nullable(),
        files: z.number(),
        commands: z.number(),
        lastContactAt: z.string(),
      })
      .loose(),
  ),
  requests: z.array(requestSchema),
  history: z.array(lineSchema),
});
const listAnswerSchema = z.object({ mayPlan: z.boolean(), requests: z.array(requestSchema) });

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let number = 500;
async function givenTask(overrides: Partial<Task> = {}): Promise<Task> {
  number += 1;
  const task = aTask({ id: uuid(), number, ...overrides });
  await insertTask(app.db, task);
  return task;
}

function command<Type extends string>(type: Type, taskId: string, fields: object = {}) {
  return { type, taskId, id: uuid(), madeAt: now, ...fields };
}

async function read<Schema extends z.ZodType>(
  person: PersonName,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const response = await app.request(person, 'GET', path);
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

test('a request to reopen stands in the list and with its task, with what waits and as whom the asker had it', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  await app.request('magnus', 'POST', '/api/commands', command('cancel-task', task.id));
  const waiting = [
    { kind: 'file', name: 'tavle-1.jpg', size: 2_400_000, madeAt: now },
    { kind: 'file', name: 'tavle-2.jpg', size: 1_100_000, madeAt: now },
    { kind: 'comment', name: '', size: null, madeAt: now },
  ];
  await siri.push(command('request-reopening', task.id, { message: 'Bildene er her.', waiting }));

  const expected = {
    taskId: task.id,
    state: 'cancelled',
    executors: [{ kind: 'supplier', id: sagvik.id }],
    byName: people.siri.name,
    files: 2,
    bytes: 3_500_000,
    others: 1,
    party: sagvik,
  };
  const list = await read('magnus', '/api/tasks?states=new', listAnswerSchema);
  expect(list.requests.filter((one) => one.taskId === task.id)).toEqual([expected]);
  const whole = await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema);
  expect(whole.requests).toEqual([expected]);

  const reopen = command('reopen-task', task.id, { executors: null });
  expect((await app.request('magnus', 'POST', '/api/commands', reopen)).status).toBe(200);
  const after = await read('magnus', '/api/tasks', listAnswerSchema);
  expect(after.requests.filter((one) => one.taskId === task.id)).toEqual([]);
});

test('who asks for a task that was given to others is named as they had it, until they can no longer be given work', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const reassign = command('reassign-task', task.id, { executors: [{ kind: 'supplier', id: dahl.id }] });
  expect((await app.request('magnus', 'POST', '/api/commands', reassign)).status).toBe(200);
  await siri.push(command('request-reopening', task.id, { message: '', waiting: [] }));
  const request = async () =>
    (await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema)).requests[0] ?? null;
  expect(await request()).toMatchObject({
    state: 'assigned',
    party: sagvik,
    executors: [{ kind: 'supplier', id: dahl.id }],
  });

  const tenant = { kind: 'tenant', tenantId: task.tenantId } as const;
  const setActive = (active: boolean) =>
    withScope(app.db, tenant, (trx) =>
      trx.updateTable('suppliers').set({ active }).where('id', '=', sagvik.id).execute(),
    );
  await setActive(false);
  expect((await request())?.party).toBeNull();
  await setActive(true);
});

test('requests are shown to who plans there, and not to executors nor managers of other buildings', async () => {
  const task = await givenTask({ state: 'cancelled' });
  const siri = new SyncClient(app, 'siri');
  await siri.push(command('request-reopening', task.id, { message: '', waiting: [] }));
  const ofTask = (list: z.infer<typeof listAnswerSchema>) =>
    list.requests.filter((one) => one.taskId === task.id).length;
  expect(ofTask(await read('astrid', '/api/tasks', listAnswerSchema))).toBe(1);
  const erik = await read('erik', '/api/tasks', listAnswerSchema);
  expect([erik.mayPlan, ofTask(erik)]).toEqual([false, 0]);
  const mette = await read('mette', '/api/tasks', listAnswerSchema);
  expect([mette.mayPlan, ofTask(mette)]).toEqual([true, 0]);
});

test('the history of a task says what was asked, by whom, made when and received when, and what was refused', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const made = '2026-11-23T06:10:00.000Z';
  await siri.push({ ...command('start-task', task.id), madeAt: made });
  await app.request('magnus', 'POST', '/api/commands', command('cancel-task', task.id));
  const comment = command('add-comment', task.id, { text: 'Ferdig.', internal: false });
  await siri.push(comment, comment);

  const { history, actor } = await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema);
  expect(actor.personId).toBe(people.magnus.id);
  const siriSent = { personName: people.siri.name, channel: 'app', at: now };
  expect(history).toEqual([
    { ...siriSent, type: 'start-task', madeAt: made, refusal: null },
    {
      type: 'cancel-task',
      personName: people.magnus.name,
      channel: 'web',
      madeAt: now,
      at: now,
      refusal: null,
    },
    { ...siriSent, type: 'add-comment', madeAt: now, refusal: 'task.closed' },
  ]);
});

test('what a device holds is told with the party its person had the task as', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const items = [{ kind: 'file', name: 'tavle-1.jpg', size: 2_400_000, madeAt: now }];
  const held = { taskId: task.id, files: 1, bytes: 2_400_000, commands: 0, items, oldestAt: now };
  const start = command('start-task', task.id);
  expect((await siri.send([{ seq: 1, id: start.id, command: start }], [held])).status).toBe(200);
  const { holdings } = await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema);
  expect(holdings).toEqual([
    expect.objectContaining({ personName: people.siri.name, partyId: sagvik.id, files: 1 }),
  ]);
});

test('the log of another tenant stays unseen by row level security alone', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  await siri.push(command('start-task', task.id));
  const logged = (person: PersonName, tenantIds: string[]) =>
    withScope(app.db, { kind: 'person', personId: actorOf(person).personId, tenantIds }, (trx) =>
      trx.selectFrom('command_log').select('type').where('task_id', '=', task.id).execute(),
    );
  expect(await logged('nils', [nordvag.id])).toEqual([]);
  expect(await logged('magnus', [task.tenantId])).toEqual([{ type: 'start-task' }]);
});

test('what devices hold is told to those who plan, in the list as with the task', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const comment = command('add-comment', task.id, { text: 'Hei', internal: false });
  const holding = { taskId: task.id, files: 2, bytes: 10, commands: 1, items: [], oldestAt: now };
  await siri.send([{ seq: 1, id: comment.id, command: comment }], [holding]);
  const linesSchema = z.object({ lines: z.array(z.object({ id: z.string(), held: z.number() })) });
  const heldFor = async (person: PersonName) => {
    const { lines } = await read(person, `/api/tasks?search=${task.number}`, linesSchema);
    return lines.find((line) => line.id === task.id)?.held;
  };
  expect(await heldFor('magnus')).toBe(3);
  expect(await heldFor('erik')).toBe(0);
});

test('what lies on a device for long is told as of its last contact', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const holding = { taskId: task.id, files: 1, bytes: 10, commands: 0, items: [], oldestAt: now };
  const say = async (seq: number) => {
    const comment = command('add-comment', task.id, { text: 'Hei', internal: false });
    expect((await siri.send([{ seq, id: comment.id, command: comment }], [holding])).status).toBe(200);
    const { holdings } = await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema);
    return holdings.map(({ lastContactAt }) => lastContactAt);
  };
  expect(await say(1)).toEqual([now]);
  const later = minutesAgo(-3);
  app.setNow(later);
  expect(await say(2)).toEqual([later]);
  app.setNow(now);
});

test('what a device holds stands as it was told last, until it is told anew', async () => {
  const task = await givenTask();
  const siri = new SyncClient(app, 'siri');
  const [first, second, third] = ['én', 'to', 'tre'].map((text, at) => {
    const comment = command('add-comment', task.id, { text, internal: false });
    return { seq: at + 1, id: comment.id, command: comment };
  });
  const heldFor = async () => {
    const { holdings } = await read('magnus', `/api/tasks/${task.id}`, taskAnswerSchema);
    return holdings.map(({ commands }) => commands);
  };
  const holding = { taskId: task.id, files: 0, bytes: 0, commands: 2, items: [], oldestAt: now };
  expect((await siri.send([must(first, 'first')], [holding])).status).toBe(200);
  expect((await siri.send([must(second, 'second')])).status).toBe(200);
  expect(await heldFor()).toEqual([2]);
  expect((await siri.send([must(third, 'third')], [])).status).toBe(200);
  expect(await heldFor()).toEqual([]);
});
