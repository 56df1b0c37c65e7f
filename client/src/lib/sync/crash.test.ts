import { describe, expect, it } from 'vitest';
import type { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually, sameBytes, type World } from '#lib/testing/world.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

const comment = (text: string) => ({ type: 'add-comment' as const, taskId: ids.task, text, internal: false });
const size = 60_000;

/** What the person did and was told had been kept: nothing of it may be lost, whatever happens after. */
interface Promised {
  comments: string[];
  files: string[];
  completed: boolean;
}

async function work(tab: TestTab, promised: Promised): Promise<void> {
  for (const text of ['en', 'to']) {
    if ((await tab.sync.enqueue(comment(text))).queued) promised.comments.push(text);
  }
  const added = await tab.sync.addFile({
    source: aSource(size),
    name: 'bilde.jpg',
    purpose: 'task-attachment',
    taskId: ids.task,
  });
  if (added.added) promised.files.push(added.fileId);
  const { files } = promised;
  const done = await tab.sync.enqueue({ type: 'complete-task', taskId: ids.task, files });
  promised.completed = done.queued;
}

async function arrived(world: World, tab: TestTab): Promise<void> {
  await eventually(world.time, async () => {
    const [outbox, attention] = [await tab.sync.outbox(), await tab.sync.attention()];
    return outbox.length + attention.length === 0;
  });
  await world.time.settle();
}

/** Runs the story, killing the tab at its n-th step; gives the number of steps it took, or null if it never died. */
async function killedAt(
  step: number,
  story: (world: World, tab: TestTab, promised: Promised) => Promise<void>,
) {
  const world = createWorld();
  world.server.addTask(aTask({ state: 'in-progress' }));
  const tab = await world.device('siri');
  const promised: Promised = { comments: [], files: [], completed: false };
  tab.steps = 0;
  tab.dieAt = step;
  void story(world, tab, promised);
  await world.time.pass(40_000);
  const died = tab.dead;
  if (!died) tab.kill();
  const next = await tab.browser.open('siri');
  await arrived(world, next);
  return { world, next, promised, died };
}

describe('a tab that dies between any two steps', () => {
  it('loses nothing it had said was kept, and doubles nothing', { timeout: 120_000 }, async () => {
    let step = 1;
    for (; step < 400; step += 1) {
      const { world, next, promised, died } = await killedAt(step, (_world, tab, kept) => work(tab, kept));
      const task = world.server.task(ids.task);
      const texts = task.comments.map((one) => one.text);
      // What was under way at the moment of death may have been kept too: then it is whole, and there once.
      expect(texts.slice(0, promised.comments.length), `step ${step}`).toEqual(promised.comments);
      expect(new Set(texts).size, `step ${step}`).toBe(texts.length);
      for (const id of promised.files) {
        expect(task.files.filter((file) => file.id === id && file.state === 'available')).toHaveLength(1);
        expect(await sameBytes(world.server.bytes.get(id), aSource(size)), `step ${step}`).toBe(true);
      }
      expect(task.files.length, `step ${step}`).toBeLessThanOrEqual(1);
      if (promised.completed) expect(task.state, `step ${step}`).toBe('completed');
      const types = world.server.applied.map((one) => one.command.type);
      expect(types.filter((type) => type === 'complete-task').length, `step ${step}`).toBeLessThanOrEqual(1);
      expect(await next.countChunks(), `step ${step}`).toBe(0);
      expect(next.faults, `step ${step}`).toEqual([]);
      if (!died) break;
    }
    expect(step).toBeGreaterThan(60);
    expect(step).toBeLessThan(400);
  });

  it(
    'tells each refusal once and sends the work again once, when access came back',
    { timeout: 120_000 },
    async () => {
      const story = async (world: World, tab: TestTab, promised: Promised) => {
        tab.browser.online = false;
        await work(tab, promised);
        world.server.office('magnus', aCommand('cancel-task', { id: localId(1) }));
        tab.browser.online = true;
        tab.wake();
        await eventually(world.time, async () => (await tab.sync.attention()).length === 4);
        world.server.office('magnus', aCommand('reopen-task', { id: localId(2), executors: null }));
      };
      let step = 1;
      for (; step < 600; step += 3) {
        const world = createWorld();
        world.server.addTask(aTask({ state: 'in-progress' }));
        const tab = await world.device('siri');
        const promised: Promised = { comments: [], files: [], completed: false };
        tab.steps = 0;
        tab.dieAt = step;
        const telling = story(world, tab, promised).catch(() => undefined);
        await world.time.pass(60_000);
        const died = tab.dead;
        if (!died) await telling;
        if (!died) tab.kill();
        // Wherever it died, the office has closed and reopened by now.
        const { state } = world.server.task(ids.task);
        if (
          state === 'in-progress' &&
          !world.server.applied.some((one) => one.command.type === 'cancel-task')
        ) {
          world.server.office('magnus', aCommand('cancel-task', { id: localId(1) }));
        }
        if (world.server.task(ids.task).state === 'cancelled') {
          world.server.office('magnus', aCommand('reopen-task', { id: localId(2), executors: null }));
        }
        tab.browser.online = true;
        const next = await tab.browser.open('siri');
        await arrived(world, next);
        const task = world.server.task(ids.task);
        const texts = task.comments.map((one) => one.text);
        expect(texts.slice(0, promised.comments.length), `step ${step}`).toEqual(promised.comments);
        expect(new Set(texts).size, `step ${step}`).toBe(texts.length);
        for (const id of promised.files) {
          expect(await sameBytes(world.server.bytes.get(id), aSource(size)), `step ${step}`).toBe(true);
        }
        if (promised.completed) expect(task.state, `step ${step}`).toBe('completed');
        const attention = await next.read((db) => db.attention.toArray());
        expect(new Set(attention.map((item) => item.id)).size).toBe(attention.length);
        expect(await next.countChunks(), `step ${step}`).toBe(0);
        if (!died) break;
      }
      expect(step).toBeGreaterThan(100);
      expect(step).toBeLessThan(600);
    },
  );
});
