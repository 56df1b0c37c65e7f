import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import type { FileStore, IncomingUpload } from '#server/files/file-store.ts';
import { newUploadId } from '#server/files/upload-id.ts';

let folder: string;
let store: FileStore;
const storageKey = 'ab12'.repeat(16);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oppdrag-store-'));
  store = await createDiskFileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function upload(text: string): Promise<string> {
  const id = newUploadId();
  await store.create(id, text.length);
  await store.incoming.write(Readable.from([Buffer.from(text)]), id, 0);
  return id;
}

async function textOf(reading: Promise<Readable>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await reading) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function left(): Promise<string[]> {
  const entries = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('an upload grows from 0, is kept whole under its storage key, and leaves nothing behind', async () => {
  const id = newUploadId();
  await store.create(id, 6);
  expect(await store.size(id)).toBe(0);
  await store.incoming.write(Readable.from([Buffer.from('abc')]), id, 0);
  expect(await store.size(id)).toBe(3);
  await store.incoming.write(Readable.from([Buffer.from('def')]), id, 3);
  expect(await textOf(store.readIncoming(id))).toBe('abcdef');

  expect(await store.keptSize(storageKey)).toBeNull();
  await store.keep(id, storageKey);
  expect(await store.size(id)).toBeNull();
  expect(await store.keptSize(storageKey)).toBe(6);
  expect(await textOf(store.read(storageKey))).toBe('abcdef');
  expect(await textOf(store.read(storageKey, { start: 2, end: 4 }))).toBe('cd');
  expect(await left()).toEqual([storageKey]);
});

test('keeping again after a crash changes nothing, wherever the crash was', async () => {
  const id = await upload('whole');
  await store.keep(id, storageKey);
  await store.keep(id, storageKey);
  expect(await textOf(store.read(storageKey))).toBe('whole');

  // Between the rename and the removal of the note.
  await writeFile(join(folder, 'files', 'incoming', `${id}.json`), '{}');
  await store.keep(id, storageKey);
  expect(await left()).toEqual([storageKey]);
});

test('keeping what is nowhere throws instead of making an empty file', async () => {
  await expect(store.keep(newUploadId(), storageKey)).rejects.toThrow('gone');
  expect(await left()).toEqual([]);
});

test('an upload whose note is missing or torn does not exist', async () => {
  const id = await upload('abc');
  await truncate(join(folder, 'files', 'incoming', `${id}.json`), 5);
  expect(await store.size(id)).toBeNull();
  await rm(join(folder, 'files', 'incoming', `${id}.json`));
  expect(await store.size(id)).toBeNull();
});

test('removing is silent when there is nothing', async () => {
  const id = await upload('abc');
  await store.keep(await upload('kept'), storageKey);
  for (let times = 0; times < 2; times += 1) {
    await store.removeIncoming(id);
    await store.removeKept(storageKey);
  }
  expect(await left()).toEqual([]);
});

test('everything an upload left behind is listed, with the time of its last byte', async () => {
  const whole = await upload('abc');
  const noteOnly = await upload('abc');
  await rm(join(folder, 'files', 'incoming', noteOnly));
  const then = new Date('2026-11-01T00:00:00Z');
  for (const name of [whole, `${whole}.json`])
    await utimes(join(folder, 'files', 'incoming', name), then, then);

  const listed: IncomingUpload[] = [];
  for await (const one of store.listIncoming()) listed.push(one);
  expect(new Set(listed.map((one) => one.uploadId))).toEqual(new Set([whole, noteOnly]));
  expect(listed.filter((one) => one.uploadId === whole).map((one) => one.touchedAt)).toEqual([
    then.getTime(),
    then.getTime(),
  ]);
});

test.each([
  '',
  '.',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  'a'.repeat(39),
  `${'a'.repeat(39)}/`,
  'A'.repeat(40),
  `${'a'.repeat(40)}\0`,
])('a name that is not generated never becomes a path: %j', async (name) => {
  const outside = await stat(folder);
  await expect(store.create(name, 1)).rejects.toThrow('Not a name');
  await expect(store.size(name)).rejects.toThrow('Not a name');
  await expect(store.readIncoming(name)).rejects.toThrow('Not a name');
  await expect(store.read(name)).rejects.toThrow('Not a name');
  await expect(store.removeIncoming(name)).rejects.toThrow('Not a name');
  await expect(store.removeKept(name)).rejects.toThrow('Not a name');
  expect((await stat(folder)).mtimeMs).toBe(outside.mtimeMs);
});
