import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore as TusFileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { MissingBytes } from '#server/files/file-store.ts';
import type { ByteRange, FileStore, IncomingUpload } from '#server/files/file-store.ts';
import { isUploadId } from '#server/files/upload-id.ts';

/**
 * Files under `${dataDir}/files`: `incoming/<upload id>` with tus's own note `.json` beside it, and
 * `kept/<first two>/<storage key>`. Both lie on one volume, so that keeping is a rename. tus's expiry is never used:
 * it takes finished uploads for unfinished ones.
 */
export async function createDiskFileStore(dataDir: string): Promise<FileStore> {
  const incomingFolder = resolve(dataDir, 'files', 'incoming');
  const keptFolder = resolve(dataDir, 'files', 'kept');
  await mkdir(incomingFolder, { recursive: true });
  await mkdir(keptFolder, { recursive: true });
  const tus = new TusFileStore({ directory: incomingFolder });
  tus.extensions = ['creation', 'termination'];

  const incomingPath = (uploadId: string) => pathOf(incomingFolder, uploadId, isUploadId);
  const notePath = (uploadId: string) => `${incomingPath(uploadId)}.json`;
  const keptPath = (storageKey: string) =>
    pathOf(join(keptFolder, storageKey.slice(0, 2)), storageKey, isStorageKey);

  return {
    incoming: tus,
    async create(uploadId, size) {
      incomingPath(uploadId);
      await tus.create(new Upload({ id: uploadId, size, offset: 0 }));
    },
    async size(uploadId) {
      incomingPath(uploadId);
      try {
        return (await tus.getUpload(uploadId)).offset;
      } catch (error) {
        // Also where only tus's note is missing or torn: then it does not know the upload any more.
        if (isUnknownToTus(error)) return null;
        throw error;
      }
    },
    readIncoming: async (uploadId, range) => readFrom(incomingPath(uploadId), range),
    async keep(uploadId, storageKey) {
      const [from, to] = [incomingPath(uploadId), keptPath(storageKey)];
      try {
        await move(from, to);
      } catch (error) {
        if (!isMissing(error)) throw error;
        if ((await sizeOf(to)) === null) throw new MissingBytes(uploadId);
      }
      await rm(notePath(uploadId), { force: true });
    },
    keptSize: async (storageKey) => sizeOf(keptPath(storageKey)),
    read: async (storageKey, range) => readFrom(keptPath(storageKey), range),
    async removeIncoming(uploadId) {
      await rm(incomingPath(uploadId), { force: true });
      await rm(notePath(uploadId), { force: true });
    },
    removeKept: async (storageKey) => rm(keptPath(storageKey), { force: true }),
    listIncoming: () => listUploads(incomingFolder),
  };
}

function isStorageKey(key: string): boolean {
  return /^[0-9a-f]{64}$/u.test(key);
}

/** The path of a generated name; anything else is a bug, and is stopped before it can leave the folder. */
function pathOf(folder: string, name: string, isGenerated: (name: string) => boolean): string {
  const path = resolve(folder, name);
  if (!isGenerated(name) || !path.startsWith(folder + sep)) throw new Error('Not a name of the file store.');
  return path;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Opens before it returns, so that a missing file is told before an answer has begun. */
async function readFrom(path: string, range?: ByteRange): Promise<Readable> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw isMissing(error) ? new MissingBytes(basename(path)) : error;
  });
  // Node counts the last byte in, and has no way to ask for none.
  if (range === undefined) return file.createReadStream();
  const { start, end } = range;
  if (end > start) return file.createReadStream({ start, end: end - 1 });
  await file.close();
  throw new RangeError(`No bytes from ${start} to ${end}.`);
}

/** Flushed before it is renamed, and the rename flushed after: a power cut leaves it in one place or the other, whole. */
async function move(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  await flush(from);
  await mkdir(folder, { recursive: true });
  await rename(from, to);
  await flushFolder(folder);
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable when its folder is; Windows cannot open folders, and needs it not. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* listUploads(folder: string): AsyncIterable<IncomingUpload> {
  for await (const entry of await opendir(folder)) {
    const uploadId = entry.name.replace(/\.json$/u, '');
    if (!isUploadId(uploadId)) continue;
    const path = join(folder, entry.name);
    try {
      yield { uploadId, touchedAt: (await stat(path)).mtimeMs };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

function isUnknownToTus(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('status_code' in error)) return false;
  return error.status_code === 404 || error.status_code === 410;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
