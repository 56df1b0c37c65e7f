import { Dexie } from 'dexie';
import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';

/** Where one file's bytes lie. */
export interface StoredFile {
  readonly fileId: Id;
  readonly size: number;
  readonly chunkSize: number;
}

/** One chunk; throws where it is not there: the browser lost it. */
export async function readChunk(
  bytes: Handle<BytesDatabase>,
  fileId: Id,
  index: number,
): Promise<ArrayBuffer> {
  const row = await bytes.use((db) => db.chunks.get([fileId, index]));
  if (row === undefined) throw new BytesLostError(`chunk ${index} of file ${fileId} is gone`);
  return row.bytes;
}

/** The bytes from `start` to `end` (exclusive), at most a few chunks at a time in memory. */
export async function readRange(
  bytes: Handle<BytesDatabase>,
  file: StoredFile,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stop = Math.min(end, file.size);
  const range = new Uint8Array(Math.max(0, stop - start));
  for (let at = start; at < stop;) {
    const index = Math.floor(at / file.chunkSize);
    const chunk = new Uint8Array(await readChunk(bytes, file.fileId, index));
    const from = at - index * file.chunkSize;
    const part = chunk.subarray(from, Math.min(chunk.length, from + stop - at));
    if (part.length === 0) throw new BytesLostError(`file ${file.fileId} is shorter than it was`);
    range.set(part, at - start);
    at += part.length;
  }
  return range;
}

/** Deletes the bytes of these files. */
export async function freeBytes(bytes: Handle<BytesDatabase>, fileIds: readonly Id[]): Promise<void> {
  for (const fileId of fileIds) {
    await bytes.use((db) =>
      db.chunks
        .where(':id')
        .between(...rangeOf(fileId))
        .delete(),
    );
  }
}

/** How many chunks each stored file has; reads keys, never bytes. */
export async function countChunks(bytes: Handle<BytesDatabase>): Promise<Map<Id, number>> {
  const keys = await bytes.use((db) => db.chunks.toCollection().primaryKeys());
  const counts = new Map<Id, number>();
  for (const [fileId] of keys) counts.set(fileId, (counts.get(fileId) ?? 0) + 1);
  return counts;
}

/** The browser threw away bytes that were stored and read back before. */
export class BytesLostError extends Error {
  override name = 'BytesLostError';
}

function rangeOf(fileId: Id): [unknown[], unknown[], true, true] {
  return [[fileId, Dexie.minKey], [fileId, Dexie.maxKey], true, true];
}
