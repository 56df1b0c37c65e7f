import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '#server/log.ts';
import { Crossing } from '#server/testing/crossing.ts';
import { withoutLocks, withoutOrder } from '#server/testing/gates.ts';
import type { UploadHarness } from '#server/testing/upload-harness.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { asExecutor, dahl } from '#shared/testing/builders.ts';

/*
 * Negative controls of `interleavings.pg.test.ts`: the same application without one of its locks, and the same acts.
 * Each must leave what must never be; if it did not, the test beside it would prove nothing.
 */
let crossing: Crossing;
let harness: UploadHarness;
beforeAll(async () => {
  crossing = await Crossing.start();
  ({ harness } = crossing);
});
afterAll(() => crossing.close());
afterEach(() => crossing.restart());

const started = () => harness.task([], { state: 'in-progress' });
const both = { first: 'applied', second: 'applied', waited: true };

describe('an application that does not lock the task’s row', () => {
  const forget = () => crossing.restart({ db: withoutLocks(harness.app.db, 'tasks') });

  it('lets a file be declared in a completed task', async () => {
    await forget();
    const task = await started();
    expect(await crossing.cross(crossing.completes(task), crossing.declares(task))).toEqual(both);
    expect(await crossing.states(task), 'what must never be').toEqual(['completed', 'declared']);
  });

  it('lets a task wait for ever for a file that came before its completion', async () => {
    await forget();
    const { task, file, finalises } = await crossing.received();
    const crossed = await crossing.cross(finalises, crossing.completes(task, [file.id]));
    expect(crossed).toEqual({ first: 'available', second: 'applied', waited: true });
    expect(await finalises.run()).toBe('available');
    expect(await crossing.states(task), 'what must never be').toEqual(['completing', 'available']);
  });

  it('lets a task wait for ever for a file whose bytes were read at its completion', async () => {
    await forget();
    const { task, file, finalises } = await crossing.received();
    const reading = await crossing.reading(finalises);
    const crossed = await crossing.cross(crossing.completes(task, [file.id]), reading);
    expect(crossed).toEqual({ first: 'applied', second: 'available', waited: true });
    expect(await finalises.run()).toBe('available');
    expect(await crossing.states(task), 'what must never be').toEqual(['completing', 'available']);
  });

  it('refuses a file that was said to be available', async () => {
    await forget();
    const { task, finalises } = await crossing.received();
    const crossed = await crossing.cross(finalises, crossing.completes(task));
    expect(crossed).toEqual({ first: 'available', second: 'applied', waited: true });
    expect(await crossing.states(task), 'what must never be').toEqual(['completed', 'refused']);
  });

  // The write waits, for the anchor or for the feed's stamp, and so commits after what ended the grant; it had been
  // decided before.
  it.each([
    ['cancelled', 'cancel-task', {}, 'cancelled'],
    ['given to others', 'reassign-task', { executors: [{ kind: 'supplier', id: dahl.id }] }, 'assigned'],
  ])('lets somebody write in a task that was %s', async (_title, type, fields, state) => {
    await forget();
    const task = await started();
    const crossed = await crossing.cross(
      crossing.orders(type, task, fields),
      crossing.comments('siri', task),
    );
    expect(crossed).toEqual(both);
    expect(await crossing.left(task), 'what must never be').toMatchObject({ state, comments: 1 });
  });

  const reopens = (task: Task) => crossing.orders('reopen-task', task, { executors: null });

  it('refuses what is written in a task that was reopened', async () => {
    await forget();
    const task = await harness.task([], { state: 'cancelled' });
    expect(await crossing.cross(reopens(task), crossing.comments('siri', task))).toEqual({
      first: 'applied',
      second: 'task.closed',
      waited: true,
    });
    expect(await crossing.left(task), 'what must never be').toMatchObject({
      state: 'in-progress',
      comments: 0,
    });
  });

  it.each([
    ['before it was sent', true],
    ['after it was sent', false],
  ])(
    'leaves a request to reopen unanswered in a task that was reopened %s',
    async (_title, reopenedFirst) => {
      await forget();
      const task = await harness.task([], { state: 'cancelled' });
      const request = { type: 'request-reopening', taskId: task.id, message: 'Et bilde ligger igjen' };
      const acts = [reopens(task), crossing.pushes('siri', { ...request, waiting: [] })] as const;
      const [first, second] = reopenedFirst ? acts : acts.toReversed();
      expect(await crossing.cross(must(first, 'act'), must(second, 'act'))).toEqual(both);
      const { state, reopeningRequests } = await harness.taskNow(task.id);
      const left = [state, ...reopeningRequests.map((one) => one.answeredAt)];
      expect(left, 'what must never be').toEqual(['in-progress', null]);
    },
  );
});

describe('an application that locks neither tasks, anchors nor files', () => {
  it('keeps a file that a completed task did not wait for', async () => {
    await crossing.restart({ db: withoutLocks(harness.app.db, 'tasks', 'grant_anchors', 'files') });
    const { task, finalises } = await crossing.received();
    const crossed = await crossing.cross(crossing.completes(task), await crossing.reading(finalises));
    expect(crossed).toEqual({ first: 'applied', second: 'available', waited: true });
    expect(await crossing.states(task), 'what must never be').toEqual(['completed', 'available']);
  });
});

describe('an application that does not hold who somebody is', () => {
  it.each([
    ['an ad hoc user', 'arne', asExecutor('arne')],
    ['a supplier’s contact', 'ragnar', dahl],
  ] as const)('commits what %s wrote after their access has ended', async (_title, person, executor) => {
    const [kept] = await crossing.owner<{ text: string }[]>`
      select pg_get_functiondef('lock_actor'::regproc) as text`;
    const { text } = must(kept, 'lock_actor');
    await crossing.owner.unsafe(text.replaceAll(' for share', ''));
    const task = await harness.task([], { state: 'in-progress', executors: [executor] });
    const crossed = await crossing.cross(crossing.comments(person, task), crossing.deactivates(person));
    await crossing.owner.unsafe(text);
    // The end did not wait: it was over while the write had still to commit.
    expect(crossed, 'what must never be').toEqual({ first: 'applied', second: 'deactivated', waited: false });
    expect(await crossing.left(task)).toMatchObject({ comments: 1 });
  });
});

describe('an application that locks tasks in whatever order', () => {
  it('lets two batches wait in a circle, and the database ends one of them', async () => {
    const lines: string[] = [];
    const log = createLog('warn', (line) => lines.push(line));
    await crossing.restart({ db: withoutOrder(harness.app.db), log });
    const [a, middle, b] = [await started(), await started(), await started()];
    const letGo = await crossing.holds(middle);
    const siri = crossing.batch('siri', [a, middle, b]).run();
    await crossing.gates.waiting(1);
    const sondre = crossing.batch('sondre', [b, middle, a]).run();
    await crossing.gates.waiting(2);
    await letGo();
    const told = [await siri, await sondre];
    expect(told.sort(), 'what must never be').toEqual(['applied,applied,applied', 'unavailable']);
    expect(lines).toEqual([expect.stringContaining('deadlock detected')]);
    for (const task of [a, middle, b]) expect(await crossing.left(task)).toMatchObject({ comments: 1 });
  });
});
