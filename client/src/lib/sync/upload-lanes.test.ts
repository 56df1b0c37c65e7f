import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { problem } from '#lib/testing/model-server.ts';
import { answerOf, type TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually, sameBytes } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';

async function withTask() {
  const world = createWorld();
  world.server.addTask(aTask({ state: 'in-progress' }));
  const tab = await world.device('siri');
  return { ...world, tab };
}

async function addPhoto(tab: TestTab, size = 300_000, seed = 1): Promise<string> {
  const added = await tab.sync.addFile({
    source: aSource(size, seed),
    name: `bilde-${seed}.jpg`,
    purpose: 'task-attachment',
    taskId: ids.task,
  });
  if (!added.added) throw new Error(`not added: ${added.reason}`);
  return added.fileId;
}

const uploads = (tab: TestTab) => tab.read((db) => db.uploads.toArray());

describe('upload lanes', () => {
  it('bring the bytes, and free them only when a pull has shown the file available', async () => {
    const { server, time, tab } = await withTask();
    server.verify = 'later';
    const fileId = await addPhoto(tab, 12_000_000);
    await eventually(time, async () => (await uploads(tab))[0]?.state === 'landed');
    await time.pass(20_000);
    expect(await sameBytes(server.bytes.get(fileId), aSource(12_000_000))).toBe(true);
    expect(await tab.countChunks()).toBe(6);
    expect((await tab.sync.task(ids.task)).current?.files[0]?.status).toBe('sending');

    // The pull that would tell it is cut: the bytes stay.
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/pull' ? Promise.reject(new TypeError('cut')) : pass();
    server.verifyAll();
    await time.pass(5_000);
    expect(await tab.countChunks()).toBe(6);
    tab.intercept = null;
    await eventually(time, async () => (await tab.countChunks()) === 0);
    expect(await uploads(tab)).toEqual([]);
    expect((await tab.sync.task(ids.task)).current?.files[0]).toMatchObject({
      status: 'received',
      here: false,
    });
    expect(tab.faults).toEqual([]);
  });

  it('go on after a cut from the bytes that arrived', async () => {
    const { server, time, tab } = await withTask();
    tab.cutBytesAfter = 123_456;
    const fileId = await addPhoto(tab, 1_000_000);
    await eventually(time, async () => (await uploads(tab)).length === 0);
    expect(server.file(fileId).state).toBe('available');
    expect(await sameBytes(server.bytes.get(fileId), aSource(1_000_000))).toBe(true);
  });

  it('send an empty file, as an older app may have queued', async () => {
    const { server, time, tab } = await withTask();
    tab.browser.online = false;
    const fileId = await addPhoto(tab, 1);
    const empty = { size: 0, sha256: bytesToHex(sha256(new Uint8Array())) };
    await tab.read(async (db) => {
      await db.uploads.update(fileId, { ...empty, chunks: 0 });
      await db.outbox.toCollection().modify((entry) => {
        if (entry.command.type === 'declare-file') Object.assign(entry.command, empty);
      });
    });
    tab.browser.online = true;
    await eventually(time, async () => (await uploads(tab)).length === 0);
    expect(server.file(fileId)).toMatchObject({ state: 'available', size: 0 });
  });

  it('do not start before the declaration was applied', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path === '/api/sync/push' ? Promise.resolve(answerOf(problem(503, 'unavailable'))) : pass();
    const fileId = await addPhoto(tab);
    await time.pass(10_000);
    expect(server.offset(fileId)).toBe(0);
    expect((await uploads(tab))[0]?.state).toBe('queued');
  });

  it('are two at a time, and commands do not wait for them', async () => {
    const { server, time, tab } = await withTask();
    let sessions = 0;
    let open = true;
    tab.intercept = async (request, pass) => {
      if (!request.path.endsWith('/session')) return pass();
      sessions += 1;
      while (open) await time.timers.sleep(1_000);
      return pass();
    };
    for (let seed = 1; seed <= 4; seed += 1) await addPhoto(tab, 1_000, seed);
    await time.pass(3_000);
    expect(sessions).toBe(2);
    await tab.sync.enqueue({ type: 'add-comment', taskId: ids.task, text: 'forbi', internal: false });
    await time.pass(3_000);
    expect(server.task(ids.task).comments).toHaveLength(1);
    open = false;
    await eventually(time, async () => (await uploads(tab)).length === 0);
    expect(sessions).toBe(4);
  });

  it('do not wait for commands that the server cannot take just now', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = (request, pass) =>
      request.path.endsWith('/session') ? new Promise(() => undefined) : pass();
    const fileId = await addPhoto(tab);
    await eventually(time, async () => (await uploads(tab))[0]?.state === 'declared');
    tab.browser.online = false;
    await tab.sync.enqueue({ type: 'add-comment', taskId: ids.task, text: 'fast', internal: false });
    tab.kill();

    tab.browser.online = true;
    const next = await tab.browser.open('siri');
    next.intercept = (request, pass) =>
      request.path === '/api/sync/push' ? Promise.resolve(answerOf(problem(500, 'internal'))) : pass();
    await time.pass(30_000);
    expect(server.task(ids.task).comments).toEqual([]);
    expect(server.file(fileId).state).toBe('available');
  });

  it('move a file that is refused at its session to attention, whole and once', async () => {
    const { server, time, tab } = await withTask();
    tab.intercept = async (request, pass) => {
      if (request.path.endsWith('/session')) {
        tab.intercept = null;
        server.office('magnus', aCommand('cancel-task'));
      }
      return pass();
    };
    const fileId = await addPhoto(tab);
    await eventually(time, async () => (await tab.sync.attention()).length === 1);
    await time.pass(120_000);
    const [item] = await tab.sync.attention();
    expect(item).toMatchObject({
      kind: 'upload',
      fileId,
      text: 'bilde-1.jpg',
      refusal: { code: 'task.closed' },
    });
    expect(await tab.read((db) => db.attention.count())).toBe(1);
    const kept = must(await tab.sync.readFile(fileId), 'file');
    expect(await sameBytes(kept.blob, aSource(300_000))).toBe(true);
    expect(server.bytes.has(fileId)).toBe(false);
  });

  it('stop in the middle of the bytes when the grant ends, and keep the file', async () => {
    const { server, time, tab } = await withTask();
    const fileId = await addPhoto(tab, 9_000_000);
    tab.onProgress = (sent) => {
      if (sent === 5 * 1024 * 1024) server.office('magnus', aCommand('cancel-task'));
    };
    await eventually(time, async () => (await tab.sync.attention()).length === 1);
    expect((await tab.sync.attention())[0]).toMatchObject({ fileId, refusal: { code: 'task.closed' } });
    expect(server.bytes.has(fileId)).toBe(false);
    expect(await tab.countChunks()).toBe(5);
    await time.pass(600_000);
    expect(await tab.countChunks()).toBe(5);
  });

  it('learn from a pull that a landed file was refused after all', async () => {
    const { server, time, tab } = await withTask();
    server.verify = 'later';
    const fileId = await addPhoto(tab);
    await eventually(time, async () => (await uploads(tab))[0]?.state === 'landed');
    const bytes = must(server.bytes.get(fileId), 'bytes');
    bytes[5] = (bytes[5] ?? 0) ^ 255;
    server.verifyAll();
    await eventually(time, async () => (await tab.sync.attention()).length === 1);
    expect((await tab.sync.attention())[0]).toMatchObject({
      kind: 'upload',
      refusal: { code: 'file.corrupt' },
    });
    expect(await tab.countChunks()).toBe(1);

    server.bytes.delete(fileId);
    server.verify = 'at-once';
    expect(await tab.sync.sendAgain((await tab.sync.attention())[0]?.id ?? '')).toMatchObject({
      queued: true,
    });
    await eventually(time, async () => (await uploads(tab)).length === 0);
    expect(server.file(fileId).state).toBe('available');
    expect(await tab.sync.attention()).toEqual([]);
  });

  it('give up a transfer that does not move for a minute, and begin again', async () => {
    const { server, time, tab } = await withTask();
    let hung = 0;
    tab.intercept = (request, pass) => {
      if (!request.path.endsWith('/session') || hung > 0) return pass();
      hung += 1;
      return new Promise(() => undefined);
    };
    const fileId = await addPhoto(tab);
    await time.pass(30_000);
    expect(server.offset(fileId)).toBe(0);
    await time.pass(60_000);
    expect(server.file(fileId).state).toBe('available');
  });

  it('end when the person takes the file back, and tell the server', async () => {
    const { server, time, tab } = await withTask();
    let hold = true;
    tab.intercept = async (request, pass) => {
      while (hold && request.path.endsWith('/session')) await time.timers.sleep(500);
      return pass();
    };
    const fileId = await addPhoto(tab);
    await time.pass(2_000);
    expect(await tab.sync.cancelFile(fileId)).toMatchObject({ queued: true });
    hold = false;
    await time.pass(10_000);
    expect(server.file(fileId).state).toBe('cancelled');
    expect(server.offset(fileId)).toBe(0);
    expect(await tab.countChunks()).toBe(0);
    expect((await tab.sync.task(ids.task)).current?.files).toEqual([]);
    expect(await tab.sync.attention()).toEqual([]);
  });

  it('say that bytes are lost when the browser threw them away', async () => {
    const { time, tab } = await withTask();
    tab.browser.online = false;
    const fileId = await addPhoto(tab);
    tab.kill();
    await tab.wipeBytes();
    tab.browser.online = true;
    const next = await tab.browser.open('siri');
    await time.pass(5_000);
    expect((await next.sync.outbox())[0]).toMatchObject({ id: fileId, status: 'lost' });
    expect(await next.sync.readFile(fileId)).toBeNull();
    expect(await next.sync.cancelFile(fileId)).toMatchObject({ queued: true });
    await time.pass(5_000);
    expect(await next.sync.outbox()).toEqual([]);
  });
});
