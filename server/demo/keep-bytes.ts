import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileStore } from '#server/files/file-store.ts';
import type { Id } from '#shared/kernel/ids.ts';

/**
 * Keeps a demo file's bytes in the store, the way of every upload, and returns the storage key. The key depends on the
 * file alone: a start that was killed in the middle is repeated into the same places and leaves nothing behind.
 */
export async function keepBytes(store: FileStore, fileId: Id, bytes: Buffer): Promise<string> {
  const storageKey = createHash('sha256').update(`demo/${fileId}`).digest('hex');
  const uploadId = storageKey.slice(0, 40);
  await store.create(uploadId, bytes.length);
  await store.incoming.write(Readable.from([bytes]), uploadId, 0);
  await store.keep(uploadId, storageKey);
  return storageKey;
}
