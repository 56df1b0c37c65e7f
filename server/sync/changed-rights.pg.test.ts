import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Role } from '#shared/access/columns.ts';
import { must } from '#shared/kernel/must.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';
import { aComment, aFile, asExecutor, aTask, dahl, now, sagvik } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby, folders } from '#shared/testing/places.ts';

/* What somebody holds of a task follows who they are now, not who they were when it came (invariants 13 and 14). */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const inAskeby = { kind: 'tenant', tenantId: askeby.id } as const;

let number = 700;
async function givenTask(executors: Executor[], overrides: Partial<Task> = {}): Promise<Task> {
  number += 1;
  const task = aTask({
    ...{ id: uuid(), number, executors, files: [], checklists: [], reopeningRequests: [] },
    comments: [aComment({ id: uuid() }), aComment({ id: uuid(), text: 'Sagvik er dyr', internal: true })],
    ...overrides,
  });
  await insertTask(app.db, task);
  return task;
}

async function setRoles(person: PersonName, roles: Role[], active = true): Promise<void> {
  const personId = people[person].id;
  await withScope(app.db, inAskeby, async (trx) => {
    await trx.updateTable('memberships').set({ roles, active }).where('person_id', '=', personId).execute();
    await recordPersonGrants(trx, personId, { now, began: 'activated', ended: 'deactivated' });
  });
  if (active) await app.signIn(person);
}

/** What the device has, and what one that begins anew is given. */
async function compare(device: SyncClient, person: PersonName): Promise<void> {
  const fresh = new SyncClient(app, person);
  await fresh.pull();
  expect(Object.fromEntries(device.records)).toEqual(Object.fromEntries(fresh.records));
  expect(Object.fromEntries(device.held)).toEqual(Object.fromEntries(fresh.held));
}

const taskOn = (device: SyncClient, id: string) => device.list('task').find((task) => task.id === id);

beforeEach(() => setRoles('magnus', ['manager']));

describe('somebody whose role changes while they hold a task', () => {
  it('keeps no internal comment that the new role does not see, and gets it with the old one again', async () => {
    const task = await givenTask([asExecutor('magnus')]);
    const device = new SyncClient(app, 'magnus');
    await device.pull();
    expect(taskOn(device, task.id)?.comments).toHaveLength(2);

    await setRoles('magnus', ['ad-hoc']);
    await device.pull();
    expect(taskOn(device, task.id)?.comments.map((one) => one.internal)).toEqual([false]);
    await compare(device, 'magnus');

    await setRoles('magnus', ['manager']);
    await device.pull();
    expect(taskOn(device, task.id)?.comments).toHaveLength(2);
    await compare(device, 'magnus');
  });

  it('keeps no file that waits for an assessment which is no longer theirs', async () => {
    const file = aFile({
      ...{ id: uuid(), purpose: 'archive', folderId: folders.fire, approval: 'awaiting' },
      ...{ declaredBy: people.ragnar.id, partyId: dahl.id, state: 'available' },
    });
    const task = await givenTask([asExecutor('magnus'), dahl], { files: [file] });
    const device = new SyncClient(app, 'magnus');
    await device.pull();
    expect(taskOn(device, task.id)?.files).toHaveLength(1);

    await setRoles('magnus', ['executor']);
    await device.pull();
    expect(taskOn(device, task.id)?.files).toEqual([]);
    await compare(device, 'magnus');
  });

  it('is told at the next pull, however quiet everything else is, and others are sent nothing', async () => {
    const task = await givenTask([asExecutor('magnus'), sagvik]);
    const [device, siri] = [new SyncClient(app, 'magnus'), new SyncClient(app, 'siri')];
    await device.pull();
    await siri.pull();
    await setRoles('magnus', ['ad-hoc']);
    const came = (await device.pull()).filter((line) => line.line === 'scope');
    expect(came).toContainEqual(
      expect.objectContaining({ whole: true, scope: device.held.get(`task:${task.id}`) }),
    );
    expect((await siri.pull()).map((line) => line.line)).toEqual(['head', 'acks', 'end']);
  });
});

describe('a grant that ended and began again between two pulls', () => {
  it('leaves what is there now', async () => {
    const task = await givenTask([sagvik]);
    const device = new SyncClient(app, 'siri');
    await device.pull();
    const before = must(device.held.get(`task:${task.id}`), 'scope');

    for (const executor of [dahl, sagvik]) {
      const { kind, id } = executor;
      const command = { type: 'reassign-task', id: uuid(), madeAt: now, taskId: task.id };
      const sent = { ...command, executors: [{ kind, id }] };
      expect((await app.request('magnus', 'POST', '/api/commands', sent)).status).toBe(200);
    }
    const lines = await device.pull();
    const after = must(device.held.get(`task:${task.id}`), 'scope');
    expect(after.generation).toBeGreaterThan(before.generation);
    expect(lines).toContainEqual({ line: 'scope', scope: after, whole: true });
    await compare(device, 'siri');
  });

  it('leaves what the new role sees', async () => {
    const task = await givenTask([asExecutor('magnus')]);
    const device = new SyncClient(app, 'magnus');
    await device.pull();
    expect(taskOn(device, task.id)?.comments).toHaveLength(2);

    await setRoles('magnus', ['manager'], false);
    await setRoles('magnus', ['ad-hoc']);
    await device.pull();
    expect(taskOn(device, task.id)?.comments).toHaveLength(1);
    await compare(device, 'magnus');
  });
});
