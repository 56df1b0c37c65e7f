import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { BytesDatabase, bytesDatabaseName } from '#lib/device/bytes-database.ts';
import { sweepThumbnails } from '#lib/sync/stored-thumbnails.ts';
import type { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, eventually, sameBytes } from '#lib/testing/world.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { must } from '#shared/kernel/must.ts';
import { people } from '#shared/testing/people.ts';

const small = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/jpeg' });

async function withPhoto(online = true) {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  tab.browser.online = online;
  const file = { source: aSource(100), name: 'tavle.jpg', type: 'image/jpeg' } as const;
  const added = await tab.sync.addFile({ ...file, purpose: 'task-attachment', taskId: ids.task });
  if (!added.added) throw new Error(added.reason);
  await tab.sync.keepThumbnail(added.fileId, small);
  return { ...world, tab, fileId: added.fileId };
}

const isSent = (tab: TestTab) => async () => (await tab.sync.outbox()).length === 0;

describe('the small picture of a photo', () => {
  it('is there after the photo was received, and after the app was started anew', async () => {
    const { time, tab, fileId } = await withPhoto();
    await eventually(time, isSent(tab));
    expect(await tab.countChunks()).toBe(0);
    await tab.sync.stop();
    const next = await tab.browser.open('siri');
    await time.pass(1_000);
    const kept = must(await next.sync.thumbnail(fileId), 'picture');
    expect([kept.type, await sameBytes(kept, small)]).toEqual(['image/jpeg', true]);
  });

  it('goes when the task leaves the device', async () => {
    const { time, server, tab, fileId } = await withPhoto();
    await eventually(time, isSent(tab));
    server.office('magnus', { ...aCommand('cancel-task'), reason: 'Bygget rives' });
    await eventually(time, async () => (await tab.sync.thumbnail(fileId)) === null);
  });

  it('stays without the task for as long as the photo itself waits on the device', async () => {
    const { tab, fileId } = await withPhoto(false);
    await tab.read((db) => db.tasks.clear());
    const { storage } = tab.ports;
    const listener = { replaced: () => undefined, blocked: () => undefined };
    const database = storage.person(people.siri.id, listener);
    const bytes = storage.bytes(people.siri.id, listener);
    await sweepThumbnails({ database, bytes });
    expect(await tab.sync.thumbnail(fileId)).not.toBeNull();
    await tab.read((db) => db.uploads.clear());
    await sweepThumbnails({ database, bytes });
    expect(await tab.sync.thumbnail(fileId)).toBeNull();
  });

  it('of an unknown file is not kept', async () => {
    const { tab } = await withPhoto();
    await tab.sync.keepThumbnail(ids.report, small);
    expect(await tab.sync.thumbnail(ids.report)).toBeNull();
  });
});

describe('an older database of bytes', () => {
  it('keeps every byte when it learns of pictures', async () => {
    const options = { indexedDB: new IDBFactory(), IDBKeyRange };
    const old = new Dexie(bytesDatabaseName(people.siri.id), options);
    old.version(1).stores({ chunks: '[fileId+index]' });
    const row = { fileId: ids.photo, index: 0, bytes: new Uint8Array([7, 8, 9]).buffer };
    await old.table('chunks').put(row);
    old.close();
    const db = new BytesDatabase(people.siri.id, options);
    expect(await db.chunks.toArray()).toEqual([row]);
    expect(await db.thumbnails.count()).toBe(0);
    db.close();
  });
});
