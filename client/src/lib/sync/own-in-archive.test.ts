import { describe, expect, it } from 'vitest';
import { createWorld, aSource, eventually } from '#lib/testing/world.ts';
import type { TestTab } from '#lib/testing/test-device.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { askebyBad, askebySkole, folders } from '#shared/testing/places.ts';

async function offlineDevice() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  tab.browser.online = false;
  return { ...world, tab };
}

async function put(tab: TestTab, fields: { name: string; folderId?: Id }): Promise<Id> {
  const added = await tab.sync.addFile({
    source: aSource(5_000),
    purpose: fields.folderId === undefined ? 'task-attachment' : 'archive',
    taskId: ids.task,
    ...fields,
  });
  if (!added.added) throw new Error(`not added: ${added.reason}`);
  return added.fileId;
}

const listed = async (tab: TestTab, buildingId: Id = askebySkole.id) =>
  (await tab.sync.ownInArchive(buildingId)).map(({ name, status }) => [name, status]);

describe('what a person put into an archive', () => {
  it('is known offline, from the moment it is stored, in its own building only', async () => {
    const { tab } = await offlineDevice();
    await put(tab, { name: 'rapport.pdf', folderId: folders.fire });
    await put(tab, { name: 'tavle.jpg' });
    expect(await listed(tab)).toEqual([['rapport.pdf', 'on-device']]);
    expect(await listed(tab, askebyBad.id)).toEqual([]);
  });

  it('stays in its place once the server has it and its bytes have left the device', async () => {
    const { tab, time, server } = await offlineDevice();
    const fileId = await put(tab, { name: 'rapport.pdf', folderId: folders.fire });
    tab.browser.online = true;
    tab.wake();
    await eventually(time, async () => {
      server.verifyAll();
      return (await tab.read((db) => db.uploads.count())) === 0;
    });
    expect(await tab.sync.ownInArchive(askebySkole.id)).toMatchObject([
      { id: fileId, status: 'received', approval: 'awaiting', here: false },
    ]);
  });

  it('is gone at once when it is taken back, also before the server knows', async () => {
    const { tab, time } = await offlineDevice();
    tab.intercept = (request, pass) =>
      request.path.startsWith('/api/files/') ? Promise.reject(new Error('the line is dead')) : pass();
    tab.browser.online = true;
    tab.wake();
    const fileId = await put(tab, { name: 'rapport.pdf', folderId: folders.fire });
    await eventually(time, async () => (await tab.read((db) => db.outbox.count())) === 0);
    expect(await listed(tab)).toHaveLength(1);
    tab.browser.online = false;
    await tab.sync.cancelFile(fileId);
    expect(await listed(tab)).toEqual([]);
  });
});
