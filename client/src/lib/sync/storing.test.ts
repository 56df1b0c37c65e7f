import { describe, expect, it } from 'vitest';
import type { NewFile } from '#lib/sync/add-file.ts';
import { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld } from '#lib/testing/world.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

async function twoTabs() {
  const world = createWorld();
  world.server.addTask(aTask());
  const first = await world.device('siri');
  first.browser.online = false;
  const second = new TestTab(first.browser, people.siri.id);
  second.start();
  await world.time.pass(1_000);
  return { ...world, first, second };
}

/** A file whose bytes come when told to. */
function heldFile(name: string) {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const bytes = aSource(100);
  const slice = (start: number, end: number) => ({
    arrayBuffer: () => held.then(() => bytes.slice(start, end).arrayBuffer()),
  });
  const file: NewFile = {
    source: { size: 100, slice },
    name,
    purpose: 'task-attachment',
    taskId: ids.task,
  };
  return { file, release };
}

const storingIn = (tab: TestTab) => tab.sync.storing.all.get().files;

describe('files that are being stored', () => {
  it('count from the moment they are picked until they lie on the device, one after the other', async () => {
    const { first } = await twoTabs();
    const [one, two] = [heldFile('en.jpg'), heldFile('to.jpg')];
    const adding = [first.sync.addFile(one.file), first.sync.addFile(two.file)];
    expect(first.sync.storing.here.get().files).toBe(2);
    two.release();
    await first.browser.time.settle();
    expect(await first.sync.outbox()).toEqual([]);
    one.release();
    await Promise.all(adding);
    expect((await first.sync.outbox()).map((item) => item.text)).toEqual(['en.jpg', 'to.jpg']);
    expect(first.sync.storing.here.get().files).toBe(0);
  });

  it('count in every tab, also in one that is opened meanwhile, and are waited for', async () => {
    const { first, second, time } = await twoTabs();
    const { file, release } = heldFile('tavle.jpg');
    const adding = first.sync.addFile(file);
    await time.settle();
    const third = new TestTab(first.browser, people.siri.id);
    third.start();
    await time.settle();
    expect([first, second, third].map(storingIn)).toEqual([1, 1, 1]);
    expect(second.sync.storing.here.get().files).toBe(0);
    let waited = false;
    void second.sync.storing.done().then(() => (waited = true));
    await time.settle();
    expect(waited).toBe(false);
    release();
    await adding;
    await time.settle();
    expect([first, second, third].map(storingIn)).toEqual([0, 0, 0]);
    expect(waited).toBe(true);
  });

  it('of a tab that died are not waited for', async () => {
    const { first, second, time } = await twoTabs();
    void first.sync.addFile(heldFile('tavle.jpg').file);
    await time.settle();
    expect(storingIn(second)).toBe(1);
    first.kill();
    await time.settle();
    expect(storingIn(second)).toBe(0);
  });

  it('are given up when the device of the person is ended, and leave nothing', async () => {
    const { first } = await twoTabs();
    const { file, release } = heldFile('tavle.jpg');
    const adding = first.sync.addFile(file);
    await first.browser.time.settle();
    await first.sync.stop();
    release();
    expect(await adding).toEqual({ added: false, reason: 'cancelled' });
    expect(await first.countChunks()).toBe(0);
  });

  it('that were not kept no longer count', async () => {
    const { first, time } = await twoTabs();
    const added = await first.sync.addFile({ ...heldFile('kjør.exe').file });
    expect(added).toMatchObject({ added: false, reason: 'refused' });
    await time.settle();
    expect(storingIn(first)).toBe(0);
  });
});
