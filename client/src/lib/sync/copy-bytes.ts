import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { Timers } from '#lib/sync/ports.ts';
import { readChunk } from '#lib/sync/stored-bytes.ts';

/** What a picker gives: a File, or anything that can be read in slices. */
export interface ByteSource {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Small enough to hash between two frames, large enough that 500 MB are 250 transactions. */
export const chunkBytes = 2 * 1024 * 1024;

/** The picked file could not be read to its end: it vanished, changed, or lies in a cloud that is out of reach. */
export class SourceUnreadableError extends Error {
  override name = 'SourceUnreadableError';
}

export interface Copied {
  readonly sha256: string;
  readonly chunks: number;
}

/**
 * Copies a source into chunks, hashing on the way; never more than one chunk in memory. `onProgress` gets the bytes
 * stored so far.
 */
export async function copyBytes(
  bytes: Handle<BytesDatabase>,
  timers: Timers,
  fileId: Id,
  source: ByteSource,
  onProgress: (stored: number) => void,
  signal?: AbortSignal,
): Promise<Copied> {
  const hash = sha256.create();
  let index = 0;
  for (let start = 0; start < source.size; start += chunkBytes) {
    signal?.throwIfAborted();
    const end = Math.min(source.size, start + chunkBytes);
    const part = await readSlice(source, start, end);
    hash.update(new Uint8Array(part));
    await bytes.use((db) => db.chunks.put({ fileId, index, bytes: part }));
    index += 1;
    onProgress(end);
    await timers.breathe();
  }
  return { sha256: bytesToHex(hash.digest()), chunks: index };
}

/** The hash of what storage gives back, so that nothing is called safe that was not read again. */
export async function hashStored(
  bytes: Handle<BytesDatabase>,
  timers: Timers,
  fileId: Id,
  chunks: number,
  signal?: AbortSignal,
): Promise<string> {
  const hash = sha256.create();
  for (let index = 0; index < chunks; index += 1) {
    signal?.throwIfAborted();
    hash.update(new Uint8Array(await readChunk(bytes, fileId, index)));
    await timers.breathe();
  }
  return bytesToHex(hash.digest());
}

async function readSlice(source: ByteSource, start: number, end: number): Promise<ArrayBuffer> {
  let part: ArrayBuffer;
  try {
    part = await source.slice(start, end).arrayBuffer();
  } catch (cause) {
    throw new SourceUnreadableError('the picked file cannot be read', { cause });
  }
  if (part.byteLength !== end - start) throw new SourceUnreadableError('the picked file became shorter');
  return part;
}
