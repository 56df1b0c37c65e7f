import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { v7 as uuid } from 'uuid';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { newUploadId } from '#server/files/upload-id.ts';
import { sweepUploads } from '#server/sync/uploads/sweep-uploads.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { fileFor, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import type { FileRecord } from '#shared/files/file.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, sagvikInAskeby } from '#shared/testing/places.ts';

const days = 86_400_000;
const bytes = somePhoto();
const nothing = { finalised: 0, expired: 0, removed: 0, orphans: 0 };
const opened: UploadHarness[] = [];
let harness: UploadHarness;

// Each test has a database of its own: a sweep sees everything.
beforeEach(async () => {
  harness = await UploadHarness.start();
  opened.push(harness);
});
afterAll(() => Promise.all(opened.map((one) => one.close())));

const sweep = (at = now) => sweepUploads(harness.deps, at);
const incomingPath = (url: string) =>
  join(harness.deps.environment.dataDir, 'files', 'incoming', url.slice(-40));

/** A file whose last byte came without anybody hearing of it. */
async function whole(overrides: Partial<FileRecord> = {}) {
  const file = fileFor(bytes, overrides);
  const task = await harness.task([file]);
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, -1));
  await writeFile(incomingPath(url), bytes);
  return { file, task, url };
}

async function declareBySync(client: SyncClient, taskId: string) {
  const { id: fileId, size, sha256 } = fileFor(bytes);
  const command = { ...aCommand('declare-file', { taskId, fileId }), id: uuid(), size, sha256 };
  expect(await client.push(command)).toMatchObject([{ status: 'applied' }]);
  return fileId;
}

test('with nothing to do it does nothing', async () => {
  expect(await sweep()).toEqual(nothing);
});

test('a whole upload that nobody finalised lands, also after a restart', async () => {
  const { file } = await whole();
  await harness.restart();
  expect(await sweep()).toEqual({ ...nothing, finalised: 1 });
  expect(await harness.file(file.id)).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
  expect(await sweep(laterBy(now, 400 * days))).toEqual(nothing);
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a verdict that a crash cut between keeping the bytes and saying so is finished', async () => {
  const { file, url } = await whole();
  await harness.deps.store.keep(url.slice(-40), (await harness.row(file.id)).storageKey);
  expect(await sweep()).toEqual({ ...nothing, finalised: 1 });
  expect((await harness.file(file.id)).state).toBe('available');
});

test('a whole upload whose grant has ended is refused, and its bytes are gone', async () => {
  const { file, task } = await whole();
  await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.updateTable('tasks').set({ state: 'completed' }).where('id', '=', task.id).execute(),
  );
  expect(await sweep()).toEqual({ ...nothing, finalised: 1 });
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'task.closed' });
  expect(await harness.incoming()).toBe(0);
  expect(await sweep()).toEqual(nothing);
});

test('a whole upload of somebody who may not act any more is refused', async () => {
  const { file } = await whole();
  await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx
      .updateTable('supplier_contacts')
      .set({ active: false })
      .where('person_id', '=', people.siri.id)
      .where('supplier_id', '=', sagvikInAskeby.id)
      .execute(),
  );
  await sweep();
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'grant.ended' });
  expect(await harness.incoming()).toBe(0);
});

test('what nothing comes to for seven days expires, gives its room back, and can be taken up again', async () => {
  const task = await harness.task([]);
  const client = new SyncClient(harness.app, 'siri');
  const fileId = await declareBySync(client, task.id);
  const url = await harness.session('siri', fileId);
  await harness.patch('siri', url, 0, bytes.subarray(0, 500));
  expect(await harness.reserved()).toBe(bytes.length);

  expect(await sweep(laterBy(now, 7 * days - 1))).toEqual(nothing);
  expect(await sweep(laterBy(now, 7 * days))).toEqual({ ...nothing, expired: 1 });
  expect((await harness.file(fileId)).state).toBe('expired');
  expect(await harness.reserved()).toBe(0);
  expect(await harness.deps.store.size(url.slice(-40))).toBeNull();
  expect((await harness.head('siri', url)).status).toBe(410);

  const again = await harness.post('siri', `/api/files/${fileId}/session`);
  expect(again).toMatchObject({ status: 200, json: { offset: 0, state: 'declared' } });
  expect(await harness.reserved()).toBe(bytes.length);
  await harness.patch('siri', String(again.json['uploadUrl']), 0, bytes);
  expect((await harness.finalise('siri', fileId)).json).toMatchObject({ state: 'available' });
  expect(await harness.reserved()).toBe(bytes.length);
});

test('an expired file that does not fit any more stays expired', async () => {
  const task = await harness.task([]);
  const fileId = await declareBySync(new SyncClient(harness.app, 'siri'), task.id);
  await sweep(laterBy(now, 8 * days));
  await withScope(harness.app.db, { kind: 'operator' }, (trx) =>
    trx.updateTable('tenants').set({ quota_bytes: 10 }).where('id', '=', askeby.id).execute(),
  );
  expect(await harness.post('siri', `/api/files/${fileId}/session`)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'file.settled' } },
  });
  expect(await harness.reserved()).toBe(0);
});

test('progress keeps a file alive: seven days count from the last byte', async () => {
  const file = fileFor(bytes, { declaredAt: laterBy(now, -20 * days) });
  await harness.task([file]);
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 500));
  expect(await sweep()).toEqual(nothing);
  harness.app.setNow(laterBy(now, 5 * days));
  await harness.restart();
  await harness.patch('siri', url, 500, bytes.subarray(500, 600));
  expect(await sweep(laterBy(now, 11 * days))).toEqual(nothing);
  expect((await harness.file(file.id)).state).toBe('receiving');
});

test('a Completing task goes on waiting for its files, however long', async () => {
  const file = fileFor(bytes, { declaredAt: laterBy(now, -60 * days) });
  const other = fileFor(bytes, { declaredAt: laterBy(now, -60 * days) });
  await harness.task([file, other], { state: 'completing', expectedFiles: [file.id] });
  expect(await sweep()).toEqual({ ...nothing, expired: 1 });
  expect((await harness.file(file.id)).state).toBe('declared');
  expect((await harness.file(other.id)).state).toBe('expired');
});

test('bytes of ended files that were left behind are removed, incoming and kept', async () => {
  const { file, url } = await whole();
  const { storageKey } = await harness.row(file.id);
  await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.updateTable('files').set({ state: 'refused' }).where('id', '=', file.id).execute(),
  );
  await harness.deps.store.keep(url.slice(-40), storageKey);
  await writeFile(incomingPath(url), bytes);
  expect(await sweep()).toEqual({ ...nothing, removed: 1 });
  expect(await harness.deps.store.keptSize(storageKey)).toBeNull();
  expect(await harness.incoming()).toBe(0);
  expect(await sweep()).toEqual(nothing);
});

test('bytes that no file knows are removed after an hour; those of live uploads never', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 500));
  const [old, young] = [newUploadId(), newUploadId()];
  for (const id of [old, young]) await harness.deps.store.create(id, 10);
  const at = (name: string, time: string) => utimes(incomingPath(name), new Date(time), new Date(time));
  for (const name of [old, url]) {
    await at(name, laterBy(now, -2 * days));
    const note = `${incomingPath(name)}.json`;
    await utimes(note, new Date(laterBy(now, -2 * days)), new Date(laterBy(now, -2 * days)));
  }
  await at(young, laterBy(now, -60_000));
  expect(await sweep()).toEqual({ ...nothing, orphans: 1 });
  expect(await harness.deps.store.size(old)).toBeNull();
  expect(await harness.deps.store.size(young)).toBe(0);
  expect((await harness.head('siri', url)).headers['upload-offset']).toBe('500');
});

test('one file’s trouble is logged and does not keep the others waiting', async () => {
  const [first, second] = [await whole(), await whole()];
  const error = vi.fn();
  const { store, log } = harness.deps;
  const broken = first.url.slice(-40);
  const deps = {
    ...harness.deps,
    log: { ...log, error },
    store: {
      ...store,
      readIncoming: (id: string, ...rest: []) =>
        id === broken ? Promise.reject(new Error('bad disk')) : store.readIncoming(id, ...rest),
    },
  };
  await sweepUploads(deps, now);
  expect(error).toHaveBeenCalledWith(expect.stringContaining('bad disk'), { fileId: first.file.id });
  expect((await harness.file(first.file.id)).state).toBe('received');
  expect((await harness.file(second.file.id)).state).toBe('available');
  await sweep();
  expect((await harness.file(first.file.id)).state).toBe('available');
});

test('a sweep that cannot see every tenant removes no unknown bytes', async () => {
  const stranger = newUploadId();
  await harness.deps.store.create(stranger, 10);
  const db = new Proxy(harness.deps.db, {
    get: () => () => {
      throw new Error('no database');
    },
  });
  await expect(sweepUploads({ ...harness.deps, db }, laterBy(now, 400 * days))).rejects.toThrow(
    'no database',
  );
  expect(await harness.deps.store.size(stranger)).toBe(0);
});

test('parallel declarations never reserve more than the quota, and ended ones give it back', async () => {
  const room = 5 * bytes.length;
  await withScope(harness.app.db, { kind: 'operator' }, (trx) =>
    trx.updateTable('tenants').set({ quota_bytes: room }).where('id', '=', askeby.id).execute(),
  );
  const task = await harness.task([]);
  const { size, sha256 } = fileFor(bytes);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      const client = new SyncClient(harness.app, 'siri');
      const command = {
        ...aCommand('declare-file', { taskId: task.id, fileId: uuid() }),
        id: uuid(),
        size,
        sha256,
      };
      return client.push(command);
    }),
  );
  const applied = answers.flat().filter((outcome) => outcome.status === 'applied');
  expect(applied).toHaveLength(5);
  expect(await harness.reserved()).toBe(room);
  expect(await sweep(laterBy(now, 8 * days))).toEqual({ ...nothing, expired: 5 });
  expect(await harness.reserved()).toBe(0);
});
