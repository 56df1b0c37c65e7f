import type { Table } from 'dexie';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';

/**
 * A scope the device holds. `stale`: held before a reset and not confirmed since; it is not claimed as held, and its
 * records go when the next round of pulls has ended without it.
 */
export interface HeldScope extends Scope {
  readonly stale: boolean;
}

/** Scopes whose ids end alike. A row of its own for each would cost a first pull as much as the records do. */
export interface ScopeShard {
  /** The last two digits of the ids. */
  readonly shard: string;
  readonly scopes: readonly HeldScope[];
}

type Shards = Table<ScopeShard, string>;

/** Every scope the device holds, stale ones too. */
export async function listHeldScopes(shards: Shards): Promise<HeldScope[]> {
  return (await shards.toArray()).flatMap((row) => row.scopes);
}

/** Scopes that came: held from now on, whatever was known of them. In the running transaction. */
export async function holdScopes(shards: Shards, scopes: readonly HeldScope[]): Promise<void> {
  await rewrite(shards, scopes, (held, news) => {
    const came = new Map(news.map((scope) => [scopeKey(scope), scope]));
    return [...held.filter((scope) => !came.has(scopeKey(scope))), ...came.values()];
  });
}

/** Scopes that are held no more, in the running transaction. */
export async function releaseScopes(shards: Shards, scopes: readonly ScopeName[]): Promise<void> {
  await rewrite(shards, scopes, (held, gone) => {
    const keys = new Set(gone.map(scopeKey));
    return held.filter((scope) => !keys.has(scopeKey(scope)));
  });
}

/** Scopes that are held but no longer confirmed, in the running transaction: these, or all. */
export async function doubtScopes(shards: Shards, scopes: readonly ScopeName[] | 'all'): Promise<void> {
  const doubted = scopes === 'all' ? await listHeldScopes(shards) : scopes;
  await rewrite(shards, doubted, (held, some) => {
    const keys = new Set(some.map(scopeKey));
    return held.map((scope) => (keys.has(scopeKey(scope)) ? { ...scope, stale: true } : scope));
  });
}

type ScopeName = Pick<Scope, 'kind' | 'id'>;

/** Reads the shards of these scopes and writes what becomes of each, in two strokes. */
async function rewrite<Name extends ScopeName>(
  shards: Shards,
  scopes: readonly Name[],
  change: (held: readonly HeldScope[], some: readonly Name[]) => readonly HeldScope[],
): Promise<void> {
  if (scopes.length === 0) return;
  const byShard = new Map<string, Name[]>();
  for (const scope of scopes) {
    const shard = scope.id.slice(-2);
    const some = byShard.get(shard);
    if (some === undefined) byShard.set(shard, [scope]);
    else some.push(scope);
  }
  const names = [...byShard.keys()];
  const rows = await shards.bulkGet(names);
  const next = names.map((shard, at) => ({
    shard,
    scopes: change(rows[at]?.scopes ?? [], byShard.get(shard) ?? []),
  }));
  await shards.bulkPut(next);
}
