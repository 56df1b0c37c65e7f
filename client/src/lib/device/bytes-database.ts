import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { Id } from '#shared/kernel/ids.ts';

/** A piece of a file. ArrayBuffer, never Blob: WebKit fails to store Blobs (reference/pwa.md 0.5). */
export interface ChunkRow {
  fileId: Id;
  index: number;
  bytes: ArrayBuffer;
}

/** The small picture of a photo: it stays when the server has the photo and its bytes have left the device. */
export interface ThumbnailRow {
  fileId: Id;
  /** '' for a file without a task. */
  taskId: Id | '';
  type: string;
  bytes: ArrayBuffer;
}

/** The name of the database with a person's bytes. */
export function bytesDatabaseName(personId: Id): string {
  return `oppdrag-bytes-${personId}`;
}

/** Bytes of files and their small pictures, apart from the queue, so that trouble with large data never blocks commands. */
export class BytesDatabase extends Dexie {
  declare chunks: Table<ChunkRow, [Id, number]>;
  declare thumbnails: Table<ThumbnailRow, Id>;

  constructor(personId: Id, options: DexieOptions = {}) {
    super(bytesDatabaseName(personId), {
      ...options,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.version(1).stores({ chunks: '[fileId+index]' });
    this.version(2).stores({ thumbnails: 'fileId, taskId' });
  }
}
