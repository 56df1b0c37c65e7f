import type { Id } from '#shared/kernel/ids.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { readChunk } from '#lib/sync/stored-bytes.ts';

/** A file that lies on this device, as a Blob for the moment: to show it, or to save a copy. */
export interface ReadFile {
  readonly name: string;
  readonly type: string;
  readonly blob: Blob;
}

/** Reads a file of the person's own from this device, chunk by chunk; null where its bytes are not here. */
export async function readFile({ database, bytes }: OwnPlaces, fileId: Id): Promise<ReadFile | null> {
  const upload = await database.use((db) => db.uploads.get(fileId));
  if (upload === undefined || upload.state === 'lost') return null;
  const parts: Blob[] = [];
  for (let index = 0; index < upload.chunks; index += 1) {
    // A Blob a chunk: the browser may put each aside before the next is read.
    parts.push(new Blob([await readChunk(bytes, fileId, index)]));
  }
  return { name: upload.name, type: upload.type, blob: new Blob(parts, { type: upload.type }) };
}
