import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { Crossing } from '#server/testing/crossing.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import type { UploadHarness } from '#server/testing/upload-harness.ts';
import type { Task } from '#shared/tasks/task.ts';
import { asExecutor, dahl, sagvik } from '#shared/testing/builders.ts';
import { askeby, askebySkole } from '#shared/testing/places.ts';

/*
 * Two writers at once, each order forced: the first stands at a gate with everything done but its commit, the second
 * comes, waits and then sees what the first did. What each of our locks is for: `interleavings-controls.pg.test.ts`.
 */
let crossing: Crossing;
let harness: UploadHarness;
beforeAll(async () => {
  crossing = await Crossing.start();
  ({ harness } = crossing);
});
afterAll(() => crossing.close());

const started = (files: Task['files'] = []) => harness.task(files, { state: 'in-progress' });
const cancels = (task: Task) => crossing.orders('cancel-task', task);
const givesToDahl = (task: Task) =>
  crossing.orders('reassign-task', task, { executors: [{ kind: 'supplier', id: dahl.id }] });
const reopens = (task: Task) => crossing.orders('reopen-task', task, { executors: null });
const asksToReopen = (task: Task) =>
  crossing.pushes('siri', {
    ...{ type: 'request-reopening', taskId: task.id },
    ...{ message: 'Et bilde ligger igjen', waiting: [] },
  });
const both = { first: 'applied', second: 'applied', waited: true };

describe('completing against declaring a file', () => {
  it('completed first: the declaration is refused', async () => {
    const task = await started();
    expect(await crossing.cross(crossing.completes(task), crossing.declares(task))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed']);
  });

  it('declared first: the completion that does not name it refuses it', async () => {
    const task = await started();
    expect(await crossing.cross(crossing.declares(task), crossing.completes(task))).toEqual(both);
    expect(await crossing.states(task)).toEqual(['completed', 'refused']);
  });

  it('declared first: the completion that names it waits for its bytes', async () => {
    const task = await started();
    const declares = crossing.declares(task);
    expect(await crossing.cross(declares, crossing.completes(task, [declares.fileId]))).toEqual(both);
    expect(await crossing.states(task)).toEqual(['completing', 'declared']);
  });
});

describe('completing against the verdict on a file', () => {
  it('completed first without naming it: the file is refused, whatever has arrived', async () => {
    const { task, finalises } = await crossing.received();
    expect(await crossing.cross(crossing.completes(task), finalises)).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed', 'refused']);
  });

  it('completed first and named: the verdict ends both', async () => {
    const { task, file, finalises } = await crossing.received();
    expect(await crossing.cross(crossing.completes(task, [file.id]), finalises)).toEqual({
      first: 'applied',
      second: 'available',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed', 'available']);
  });

  it('completed while the bytes are read, not naming it: the file is refused', async () => {
    const { task, finalises } = await crossing.received();
    expect(await crossing.cross(crossing.completes(task), await crossing.reading(finalises))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed', 'refused']);
  });

  it('completed while the bytes are read, naming it: the verdict ends both', async () => {
    const { task, file, finalises } = await crossing.received();
    const reading = await crossing.reading(finalises);
    expect(await crossing.cross(crossing.completes(task, [file.id]), reading)).toEqual({
      first: 'applied',
      second: 'available',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed', 'available']);
  });

  it.each([
    ['the completion has nothing to wait for', true],
    ['it stays, also where the completion does not name it', false],
  ])('available first: %s', async (_title, named) => {
    const { task, file, finalises } = await crossing.received();
    expect(await crossing.cross(finalises, crossing.completes(task, named ? [file.id] : []))).toEqual({
      first: 'available',
      second: 'applied',
      waited: true,
    });
    expect(await crossing.states(task)).toEqual(['completed', 'available']);
  });
});

describe('the office against a supplier’s write', () => {
  it('cancelled first: the write is refused', async () => {
    const task = await started();
    expect(await crossing.cross(cancels(task), crossing.comments('siri', task))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await crossing.left(task)).toEqual({ state: 'cancelled', whose: [sagvik.name], comments: 0 });
  });

  it('written first: it stands, and the cancellation follows', async () => {
    const task = await started();
    expect(await crossing.cross(crossing.comments('siri', task), cancels(task))).toEqual(both);
    expect(await crossing.left(task)).toEqual({ state: 'cancelled', whose: [sagvik.name], comments: 1 });
  });

  it('given to others first: the write is refused', async () => {
    const task = await started();
    expect(await crossing.cross(givesToDahl(task), crossing.comments('siri', task))).toEqual({
      first: 'applied',
      second: 'grant.ended',
      waited: true,
    });
    expect(await crossing.left(task)).toEqual({ state: 'assigned', whose: [dahl.name], comments: 0 });
  });

  it('written first: it stands, and the others get the task with it', async () => {
    const task = await started();
    expect(await crossing.cross(crossing.comments('siri', task), givesToDahl(task))).toEqual(both);
    expect(await crossing.left(task)).toEqual({ state: 'assigned', whose: [dahl.name], comments: 1 });
  });

  it('reopened first: the write that came for a closed task is applied', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    expect(await crossing.cross(reopens(task), crossing.comments('siri', task))).toEqual(both);
    expect(await crossing.left(task)).toEqual({ state: 'in-progress', whose: [sagvik.name], comments: 1 });
  });

  it('refused first: the reopening comes too late for it, and its retry is applied', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    const refused = crossing.comments('siri', task);
    expect(await crossing.cross(refused, reopens(task))).toEqual({
      first: 'task.closed',
      second: 'applied',
      waited: true,
    });
    expect(await crossing.left(task)).toEqual({ state: 'in-progress', whose: [sagvik.name], comments: 0 });
    // The refused one again gets its old answer; the device sends the same work under a new id.
    expect(await crossing.comments('siri', task, { id: refused.key }).run()).toBe('task.closed');
    expect(await crossing.comments('siri', task, { retryOf: refused.key }).run()).toBe('applied');
    expect(await crossing.left(task)).toMatchObject({ comments: 1 });
  });

  const requests = async (task: Task) =>
    (await harness.taskNow(task.id)).reopeningRequests.map((one) => one.answeredAt !== null);

  it('reopened first: the request to reopen is moot, and leaves nothing to be answered', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    expect(await crossing.cross(reopens(task), asksToReopen(task))).toEqual({
      first: 'applied',
      second: 'task.wrong-state',
      waited: true,
    });
    expect(await requests(task)).toEqual([]);
  });

  it('asked to reopen first: the reopening answers it', async () => {
    const task = await harness.task([], { state: 'cancelled' });
    expect(await crossing.cross(asksToReopen(task), reopens(task))).toEqual(both);
    expect(await requests(task)).toEqual([true]);
  });
});

describe('two batches that name the same tasks in opposite order', () => {
  it('never wait in a circle, not even stopped in the middle, and both leave everything', async () => {
    const [a, middle, b] = [await started(), await started(), await started()];
    const letGo = await crossing.holds(middle);
    const siri = crossing.batch('siri', [a, middle, b]).run();
    await crossing.gates.waiting(1);
    const sondre = crossing.batch('sondre', [b, middle, a]).run();
    await crossing.gates.waiting(2);
    await letGo();
    expect([await siri, await sondre]).toEqual(Array(2).fill('applied,applied,applied'));
    for (const task of [a, middle, b]) expect(await crossing.left(task)).toMatchObject({ comments: 2 });
  });
});

describe('a pull and a write', () => {
  const given = async () => {
    const task = await started();
    const sondre = new SyncClient(harness.app, 'sondre');
    await sondre.pull();
    const seen = () => sondre.list('task').find((one) => one.id === task.id)?.comments.length;
    return { task, sondre, seen };
  };

  it('pulled between the write and its commit: does not see it, and the next one does', async () => {
    const { task, sondre, seen } = await given();
    const writing = crossing.comments('siri', task);
    const open = await crossing.gates.shut(writing.key);
    const written = writing.run();
    await crossing.gates.arrived();
    await sondre.pull();
    expect(seen()).toBe(0);
    await open();
    expect(await written).toBe('applied');
    await sondre.pull();
    expect(seen()).toBe(1);
  });

  it('written and committed between a pull’s snapshot and its end: does not see it, and the next one does', async () => {
    const { task, sondre, seen } = await given();
    // The building has changed, so that the pull reads its folders; and there it is stopped.
    await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
      trx
        .updateTable('buildings')
        .set({ access_note: `Nøkkel ${uuid()}` })
        .where('id', '=', askebySkole.id)
        .execute(),
    );
    const letGo = await crossing.holdsTable('folders');
    const pulled = sondre.pull();
    expect(await crossing.gates.blocked(pulled)).toBe(true);
    expect(await crossing.comments('siri', task).run()).toBe('applied');
    await letGo();
    await pulled;
    expect(seen()).toBe(0);
    await sondre.pull();
    expect(seen()).toBe(1);
  });
});

/* Last: those whose access ends do not come back. */
describe('the end of a person’s access against what they write', () => {
  it.each([
    ['an ad hoc user', 'arne', asExecutor('arne')],
    ['a supplier’s contact', 'ragnar', dahl],
  ] as const)('%s, ended first: the write is refused', async (_title, person, executor) => {
    const task = await harness.task([], { state: 'in-progress', executors: [executor] });
    expect(await crossing.cross(crossing.deactivates(person), crossing.comments(person, task))).toEqual({
      first: 'deactivated',
      second: 'grant.ended',
      waited: true,
    });
    expect(await crossing.left(task)).toMatchObject({ comments: 0 });
  });

  it.each([
    ['an executor of the staff', 'erik', asExecutor('erik')],
    ['a supplier’s contact', 'sondre', sagvik],
  ] as const)('%s, written first: it stands, and the end waits for it', async (_title, person, executor) => {
    const task = await harness.task([], { state: 'in-progress', executors: [executor] });
    expect(await crossing.cross(crossing.comments(person, task), crossing.deactivates(person))).toEqual({
      first: 'applied',
      second: 'deactivated',
      waited: true,
    });
    expect(await crossing.left(task)).toMatchObject({ comments: 1 });
    expect(await crossing.comments(person, task).run()).toBe('session.missing');
  });
});
