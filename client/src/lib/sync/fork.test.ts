import { describe, expect, it } from 'vitest';
import type { TestTab } from '#lib/testing/test-device.ts';
import { createWorld, eventually } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aTask, ids } from '#shared/testing/builders.ts';

const comment = (text: string) => ({ type: 'add-comment' as const, taskId: ids.task, text, internal: false });

async function withTask() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  return { ...world, tab };
}

const sequenceOf = async (tab: TestTab) => {
  const row = must(await tab.read((db) => db.meta.get('sequence')), 'sequence');
  if (row.key !== 'sequence') throw new Error('not a sequence');
  return row.value;
};
const isEmpty = (tab: TestTab) => async () => (await tab.sync.outbox()).length === 0;

describe('a device whose id is used twice', () => {
  it('takes a new id and keeps the command ids, so that everything is applied once', async () => {
    const { server, time, tab } = await withTask();
    await tab.sync.enqueue(comment('før'));
    await eventually(time, isEmpty(tab));
    const before = await sequenceOf(tab);
    server.cloneDevice(before.deviceId, ids.nothing);
    tab.browser.online = false;
    await tab.sync.enqueue(comment('a'));
    await tab.sync.enqueue(comment('b'));
    const made = (await tab.read((db) => db.outbox.toArray())).map((entry) => entry.id);
    tab.browser.online = true;
    tab.wake();
    await eventually(time, isEmpty(tab));
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['før', 'a', 'b']);
    const after = await sequenceOf(tab);
    expect(after.deviceId).not.toBe(before.deviceId);
    expect(after).toMatchObject({ nextSeq: 3, ackedSeq: 2 });
    expect(server.pushes.at(-1)?.commands.map((one) => one.id)).toEqual(made);
  });

  it('sends again under the new id what had an answer but was not settled, and it counts once', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/pull' ? Promise.reject(new TypeError('cut')) : pass();
    await tab.sync.enqueue(comment('svart'));
    await eventually(time, () => server.task(ids.task).comments.length === 1);
    await time.pass(3_000);
    const before = await sequenceOf(tab);
    server.cloneDevice(before.deviceId, ids.nothing);
    await tab.sync.enqueue(comment('ny'));
    tab.intercept = null;
    tab.wake();
    await eventually(time, isEmpty(tab));
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['svart', 'ny']);
    expect(await tab.sync.attention()).toEqual([]);
  });

  it('learns it from an acknowledgement of commands it never made', async () => {
    const { server, time, tab } = await withTask();
    await tab.sync.enqueue(comment('min'));
    await eventually(time, isEmpty(tab));
    const before = await sequenceOf(tab);
    server.cloneDevice(before.deviceId, ids.nothing);
    tab.wake();
    await time.pass(2_000);
    const after = await sequenceOf(tab);
    expect(after.deviceId).not.toBe(before.deviceId);
    expect(after).toMatchObject({ nextSeq: 1, ackedSeq: 0 });
  });

  it('does not take a new id when it is the session that belongs to somebody else', async () => {
    const { server, time, tab } = await withTask();
    await tab.sync.enqueue(comment('Siris'));
    await eventually(time, isEmpty(tab));
    const before = await sequenceOf(tab);
    tab.browser.online = false;
    await tab.sync.enqueue(comment('venter'));
    // The cookie is Ragnar's now, and this tab was not told.
    tab.browser.cookie = server.personId('ragnar');
    tab.browser.online = true;
    tab.wake();
    await time.pass(60_000);
    expect((await sequenceOf(tab)).deviceId).toBe(before.deviceId);
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['Siris']);
    expect(await tab.read((db) => db.outbox.count())).toBe(1);
    expect(tab.sync.state.get().connection).toBe('paused');
  });
});

describe('a server that expects an earlier number', () => {
  it('is met there, and nothing is lost or doubled', async () => {
    const { server, time, tab } = await withTask();
    for (const text of ['1', '2', '3']) await tab.sync.enqueue(comment(text));
    await eventually(time, isEmpty(tab));
    const { deviceId } = await sequenceOf(tab);
    server.forgetDevice(deviceId);
    await tab.sync.enqueue(comment('4'));
    await eventually(time, isEmpty(tab));
    expect(server.task(ids.task).comments.map((one) => one.text)).toEqual(['1', '2', '3', '4']);
    expect(await sequenceOf(tab)).toMatchObject({ deviceId, nextSeq: 2, ackedSeq: 1 });
  });
});
