import type { Readable } from 'node:stream';
import type { ByteRange, FileStore } from '#server/files/file-store.ts';
import type { Upload } from '#server/files/upload-queries.ts';

/** How many bytes of the file are here; null where there is nowhere to send them, or they were lost. */
export async function arrivedBytes(store: FileStore, upload: Upload): Promise<number | null> {
  if (upload.uploadId === null) return null;
  return (await store.size(upload.uploadId)) ?? (await store.keptSize(upload.storageKey));
}

/** Reads the arrived bytes where they are: a crash may have come between keeping them and saying so. */
export async function readArrived(store: FileStore, upload: Upload, range?: ByteRange): Promise<Readable> {
  const { uploadId, storageKey } = upload;
  const incoming = uploadId !== null && (await store.size(uploadId)) !== null;
  return incoming ? store.readIncoming(uploadId, range) : store.read(storageKey, range);
}
