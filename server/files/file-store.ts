import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An upload that has bytes, or could have. `touchedAt`: milliseconds since 1970 of the last byte that came. */
export interface IncomingUpload {
  readonly uploadId: string;
  readonly touchedAt: number;
}

/** There are no such bytes: removed, or moved on, since somebody looked. */
export class MissingBytes extends Error {
  constructor(name: string) {
    super(`The bytes of ${name} are gone.`);
    this.name = 'MissingBytes';
  }
}

/**
 * Where bytes lie: *incoming* while they arrive over tus, under an upload id of ours, and *kept* once they are
 * verified, under a storage key of ours. A name from a client never reaches it. Disk today; an object store fits.
 */
export interface FileStore {
  /** What the tus server writes arriving bytes with. */
  readonly incoming: DataStore;
  /** Begins an upload of exactly `size` bytes at offset 0. The id must be new: an existing one would be emptied. */
  create(uploadId: string, size: number): Promise<void>;
  /** How many bytes of the upload have arrived; null where there is no such upload. */
  size(uploadId: string): Promise<number | null>;
  /** Throws MissingBytes before anything is read. */
  readIncoming(uploadId: string, range?: ByteRange): Promise<Readable>;
  /**
   * Moves a whole upload to its final place, flushed to the medium before it returns. Repeating it after a crash at
   * any point ends in the same place; throws MissingBytes when there are bytes in neither.
   */
  keep(uploadId: string, storageKey: string): Promise<void>;
  /** How many bytes are kept; null where none are. */
  keptSize(storageKey: string): Promise<number | null>;
  /** Throws MissingBytes before anything is read. */
  read(storageKey: string, range?: ByteRange): Promise<Readable>;
  /** Removes what is there, silently when nothing is. */
  removeIncoming(uploadId: string): Promise<void>;
  removeKept(storageKey: string): Promise<void>;
  /** Every upload that left anything behind, to find the ones nobody knows any more. */
  listIncoming(): AsyncIterable<IncomingUpload>;
}
