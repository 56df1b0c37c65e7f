import type { Table } from 'dexie';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { ScopeKind } from '#shared/sync/scope.ts';

/** The single facts of a person's database, one row a key. */
export interface Meta {
  /**
   * This device's place in the protocol: its id, the next sequence number, the next local `order`, and the highest
   * sequence number that is settled.
   */
  sequence: { deviceId: Id; nextSeq: number; nextOrder: number; ackedSeq: number };
  /**
   * What the last whole round of pulling ended with, the page at which an unfinished one stands, and the version of the
   * records it brought (`recordVersion`; 1 where none is named).
   */
  feed: { cookie: string | null; epoch: Id | null; page?: string | null; records?: number };
  /** The scopes held, counted and digested; gone whenever they change, and then made anew from their table. */
  held: { count: number; digest: string };
  /** Keys of the records that came with earlier parts of a scope larger than a page. */
  parts: string[];
  /** When checksums were last compared (the device's clock), and the scopes in which they differed. */
  verified: { at: number; drifted: { kind: ScopeKind; id: Id }[] };
  /** The device's clock at the last answer; the server's clock minus it, null before the first pull. */
  contact: { at: number; offset: number | null };
  profile: { rev: number; body: Actor };
  storage: { persisted: boolean; usage: number; quota: number; at: Instant };
}

export type MetaRow = { [Key in keyof Meta]: { key: Key; value: Meta[Key] } }[keyof Meta];

/** One fact, or undefined where it was never written. */
export async function readMeta<Key extends keyof Meta>(
  meta: Table<MetaRow, string>,
  key: Key,
): Promise<Meta[Key] | undefined> {
  const row = await meta.get(key);
  return row?.value as Meta[Key] | undefined;
}

/** Writes one fact whole. */
export async function writeMeta<Key extends keyof Meta>(
  meta: Table<MetaRow, string>,
  key: Key,
  value: Meta[Key],
): Promise<void> {
  await meta.put({ key, value } as MetaRow);
}
