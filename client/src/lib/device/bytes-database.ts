import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { Id } from '#shared/kernel/ids.ts';

/** A piece of a file. ArrayBuffer, never Blob: WebKit fails to store Blobs (reference/pwa.md 0.5). */
export interface ChunkRow {
  fileId: Id;
  index: number;
  bytes: ArrayBuffer;
}

/** The name of the database with a person's bytes. */
export function bytesDatabaseName(personId: Id): string {
  return `oppdrag-bytes-${personId}`;
}

/** Bytes of files, apart from the queue, so that trouble with large data never blocks commands. */
export class BytesDatabase extends Dexie {
  declare chunks: Table<ChunkRow, [Id, number]>;

  constructor(personId: Id, options: DexieOptions = {}) {
    super(bytesDatabaseName(personId), {
      ...options,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.version(1).stores({ chunks: '[fileId+index]' });
  }
}
