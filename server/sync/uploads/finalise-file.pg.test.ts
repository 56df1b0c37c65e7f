import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { FileStore } from '#server/files/file-store.ts';
import { finaliseFile } from '#server/sync/uploads/finalise-file.ts';
import { fileFor, patience, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import { withScope } from '#server/db/scope.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, askebySkole, folders } from '#shared/testing/places.ts';

let harness: UploadHarness;
const bytes = somePhoto();
const other = somePhoto();
const siri = { personId: people.siri.id, scope: personScope(people.siri.id) };

function personScope(personId: Id) {
  return { kind: 'person', personId, tenantIds: [askeby.id] } as const;
}

beforeAll(async () => {
  harness = await UploadHarness.start();
});
afterEach(() => harness.restart());
afterAll(() => harness.close());

async function arrived(content = bytes, overrides: Parameters<typeof fileFor>[1] = {}) {
  const file = fileFor(content, overrides);
  const task = await harness.task([file]);
  const url = await harness.session('siri', file.id);
  // The last byte is sent past the routes, so that nothing finalises by itself.
  await harness.patch('siri', url, 0, content.subarray(0, -1));
  await writeFile(incomingPath(url), content);
  return { file, task, url };
}

function incomingPath(url: string): string {
  return join(harness.deps.environment.dataDir, 'files', 'incoming', url.slice(-40));
}

function entriesOf(fileId: Id) {
  return withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx
      .selectFrom('archive_entries')
      .select(['building_id', 'folder_id', 'approval', 'assessed_by', 'assessed_by_name'])
      .where('file_id', '=', fileId)
      .execute(),
  );
}

test('when the end of the last PATCH is not told further, the device’s own call lands the file', async () => {
  const { file } = await arrived();
  expect((await harness.finalise('siri', file.id)).json).toEqual({ state: 'available', restart: false });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('the last PATCH lands the file by itself, when no device asks', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  await harness.patch('siri', await harness.session('siri', file.id), 0, bytes);
  await expect.poll(async () => (await harness.file(file.id)).state, patience).toBe('available');
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a failing verdict after the last PATCH is told to the log, not to the device, and can be asked for again', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  const warn = vi.fn();
  const { store, log } = harness.deps;
  await harness.restart({
    store: { ...store, keep: () => Promise.reject(new Error('no space left')) },
    log: { ...log, warn },
  });
  const url = await harness.session('siri', file.id);
  expect((await harness.patch('siri', url, 0, bytes))?.status).toBe(204);
  await expect.poll(() => warn.mock.calls.flat().join(), patience).toContain('no space left');
  expect((await harness.file(file.id)).state).toBe('received');
  await harness.restart();
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
});

test('asked many times at once, a file lands once', async () => {
  const { file } = await arrived(bytes, { purpose: 'archive', folderId: folders.fire });
  const who = { ...siri, fileId: file.id };
  const verdicts = await Promise.all([
    ...Array.from({ length: 4 }, () => finaliseFile(harness.deps, who)),
    ...Array.from({ length: 4 }, () => harness.finalise('siri', file.id).then((answer) => answer.json)),
  ]);
  expect(verdicts.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'available' })));
  expect(verdicts.slice(4)).toEqual(
    Array.from({ length: 4 }, () => ({ state: 'available', restart: false })),
  );
  expect(await entriesOf(file.id)).toHaveLength(1);
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a crash between keeping the bytes and saying so loses nothing', async () => {
  const { file, url } = await arrived();
  const { store } = harness.deps;
  const keep: FileStore['keep'] = async (...names) => {
    await store.keep(...names);
    throw new Error('killed');
  };
  const verdict = finaliseFile({ ...harness.deps, store: { ...store, keep } }, { ...siri, fileId: file.id });
  await expect(verdict).rejects.toThrow('killed');
  await harness.restart();
  expect(await harness.head('siri', url)).toMatchObject({
    status: 200,
    headers: { 'upload-offset': String(bytes.length) },
  });
  expect((await harness.post('siri', `/api/files/${file.id}/session`)).json).toMatchObject({
    uploadUrl: url,
    offset: bytes.length,
    state: 'received',
  });
  // Asking was enough: a device that hears "received" waits for the verdict.
  await expect.poll(async () => (await harness.file(file.id)).state, patience).toBe('available');
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a crash in the middle of keeping the bytes loses nothing', async () => {
  const { file } = await arrived();
  const { store } = harness.deps;
  const dies = (from: keyof FileStore) => ({ ...store, [from]: () => Promise.reject(new Error('killed')) });
  await expect(
    finaliseFile({ ...harness.deps, store: dies('keep') }, { ...siri, fileId: file.id }),
  ).rejects.toThrow('killed');
  await expect(
    finaliseFile({ ...harness.deps, store: dies('readIncoming') }, { ...siri, fileId: file.id }),
  ).rejects.toThrow('killed');
  expect((await harness.file(file.id)).state).toBe('received');
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('other bytes than were declared are sent again once, from the beginning, then refused as corrupt', async () => {
  const file = fileFor(bytes);
  await harness.task([file]);
  const first = await harness.session('siri', file.id);
  await harness.patch('siri', first, 0, other.subarray(0, -1));
  await writeFile(incomingPath(first), other);
  expect((await harness.finalise('siri', file.id)).json).toEqual({ state: 'declared', restart: true });
  expect(await harness.file(file.id)).toMatchObject({ state: 'declared', refusalCode: null });
  expect((await harness.head('siri', first)).status).toBe(410);
  expect(await harness.deps.store.size(first.slice(-40))).toBeNull();
  expect(await harness.kept(file.id)).toBeNull();

  const second = await harness.post('siri', `/api/files/${file.id}/session`);
  expect(second.json).toMatchObject({ offset: 0, state: 'declared' });
  const url = String(second.json['uploadUrl']);
  expect(url).not.toBe(first);
  await harness.patch('siri', url, 0, other.subarray(0, -1));
  await writeFile(incomingPath(url), other);
  for (let times = 0; times < 2; times += 1) {
    expect(await harness.finalise('siri', file.id)).toMatchObject({
      status: 409,
      json: { code: 'command.refused', refusal: { code: 'file.corrupt' } },
    });
  }
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'file.corrupt' });
  expect(await harness.kept(file.id)).toBeNull();
  await expect(harness.deps.store.size(url.slice(-40))).resolves.toBeNull();
});

test('two verdicts on the same wrong bytes spend the second chance once', async () => {
  const { file, url } = await arrived();
  await writeFile(incomingPath(url), other);
  const who = { ...siri, fileId: file.id };
  const verdicts = await Promise.all([finaliseFile(harness.deps, who), finaliseFile(harness.deps, who)]);
  expect(verdicts.map((verdict) => verdict?.kind).sort()).toEqual(['restart', 'waiting']);
  expect((await harness.upload('siri', file.id, bytes)).json).toMatchObject({ state: 'available' });
});

test('after one restart the right bytes land', async () => {
  const { file, url } = await arrived();
  await writeFile(incomingPath(url), other);
  expect((await harness.finalise('siri', file.id)).json).toMatchObject({ restart: true });
  expect((await harness.upload('siri', file.id, bytes)).json).toMatchObject({ state: 'available' });
  expect(await harness.kept(file.id)).toEqual(bytes);
});

test('a program is refused by its content, whatever it is called, and nothing of it stays', async () => {
  const program = Buffer.concat([Buffer.from('#!/bin/sh\nrm -rf /\n'), somePhoto(1000)]);
  const { file, url } = await arrived(program, { name: 'rapport.pdf' });
  expect(await harness.finalise('siri', file.id)).toMatchObject({
    status: 409,
    json: { refusal: { code: 'file.program', name: 'rapport.pdf' } },
  });
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'file.program' });
  expect(await harness.kept(file.id)).toBeNull();
  expect(await harness.deps.store.size(url.slice(-40))).toBeNull();
});

test('what is said of the type is not asked: HTML under the name of a picture lands as opaque', async () => {
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const { file } = await arrived(html, { name: 'bilde.jpg' });
  await harness.finalise('siri', file.id);
  expect(await harness.file(file.id)).toMatchObject({ state: 'available', type: null });
});

test('an archive file from outside awaits assessment in its folder', async () => {
  const { file } = await arrived(bytes, { purpose: 'archive', folderId: folders.fire });
  await harness.finalise('siri', file.id);
  expect(await entriesOf(file.id)).toEqual([
    {
      building_id: askebySkole.id,
      folder_id: folders.fire,
      approval: 'awaiting',
      assessed_by: null,
      assessed_by_name: null,
    },
  ]);
  expect((await harness.file(file.id)).approval).toBe('awaiting');
});

test.each([
  ['ad hoc user', 'arne', 'awaiting', null],
  ['executor', 'erik', 'awaiting', null],
  ['manager', 'magnus', 'approved', people.magnus.id],
  ['administrator', 'astrid', 'approved', people.astrid.id],
] as const)('an archive file without a task from an %s starts as %s', async (_role, person, approval, by) => {
  const command = {
    type: 'declare-file',
    id: uuid(),
    madeAt: harness.deps.clock(),
    taskId: null,
    fileId: uuid(),
    purpose: 'archive',
    folderId: folders.drawings,
    checklistId: null,
    questionId: null,
    name: 'plan-1.dwg',
    ...sizeAndHash(bytes),
  };
  expect((await harness.post(person, '/api/commands', command)).status).toBe(200);
  expect((await harness.upload(person, command.fileId, bytes)).json).toMatchObject({ state: 'available' });
  expect(await entriesOf(command.fileId)).toMatchObject([
    { folder_id: folders.drawings, approval, assessed_by: by },
  ]);
});

function sizeAndHash(content: Buffer) {
  const { size, sha256 } = fileFor(content);
  return { size, sha256 };
}

test('a Completing task is Completed by the last of its files, and by no other', async () => {
  const [one, two] = [fileFor(bytes), fileFor(other)];
  const task = await harness.task([one, two], { state: 'completing', expectedFiles: [one.id, two.id] });
  expect((await harness.upload('siri', one.id, bytes)).json).toMatchObject({ state: 'available' });
  expect(await harness.taskNow(task.id)).toMatchObject({ state: 'completing', expectedFiles: [two.id] });
  expect((await harness.upload('siri', two.id, other)).json).toMatchObject({ state: 'available' });
  expect(await harness.taskNow(task.id)).toMatchObject({ state: 'completed', expectedFiles: [] });
});

test('two files that land at the same moment complete their task exactly once', async () => {
  const [one, two] = [fileFor(bytes), fileFor(other)];
  const task = await harness.task([one, two], { state: 'completing', expectedFiles: [one.id, two.id] });
  for (const [file, content] of [
    [one, bytes],
    [two, other],
  ] as const) {
    const url = await harness.session('siri', file.id);
    await harness.patch('siri', url, 0, content.subarray(0, -1));
    await writeFile(incomingPath(url), content);
  }
  await Promise.all([harness.finalise('siri', one.id), harness.finalise('siri', two.id)]);
  expect(await harness.taskNow(task.id)).toMatchObject({ state: 'completed', expectedFiles: [] });
  const ended = await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx
      .selectFrom('audit')
      .select('action')
      .where('subject_id', '=', task.id)
      .where('action', '=', 'task-completed')
      .execute(),
  );
  expect(ended).toHaveLength(1);
});

test('a corrupt file leaves its Completing task waiting', async () => {
  const file = fileFor(bytes);
  const task = await harness.task([file], { state: 'completing', expectedFiles: [file.id] });
  for (let times = 0; times < 2; times += 1) {
    const url = await harness.session('siri', file.id);
    await harness.patch('siri', url, 0, other.subarray(0, -1));
    await writeFile(incomingPath(url), other);
    await harness.finalise('siri', file.id);
  }
  expect((await harness.file(file.id)).state).toBe('refused');
  expect(await harness.taskNow(task.id)).toMatchObject({ state: 'completing', expectedFiles: [file.id] });
});
