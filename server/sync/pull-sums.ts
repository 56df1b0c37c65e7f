import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { listStamps } from '#server/sync/feed-queries.ts';
import { loadRecords } from '#server/sync/load-records.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import { digestOf } from '#shared/sync/digest.ts';
import type { PullLine } from '#shared/sync/pull-message.ts';
import { recordKey } from '#shared/sync/record.ts';
import { scopeKey, type Scope } from '#shared/sync/scope.ts';

/**
 * The checksum of each scope the device keeps. Of tasks and buildings every stamp is a record; of the person's own
 * scope only those that are there for them now.
 */
export async function sumsOf(
  db: Kysely<Database>,
  actor: Actor,
  scopes: readonly Scope[],
  now: Instant,
): Promise<PullLine[]> {
  const stamps = await listStamps(db, scopes);
  const personal = stamps.filter((stamp) => stamp.scopeKind === 'person');
  const records = await loadRecords(db, actor, personal, now);
  const there = stamps.filter((stamp) => stamp.scopeKind !== 'person' || records.get(stamp) !== null);
  const byScope = Map.groupBy(there, (stamp) => scopeKey({ kind: stamp.scopeKind, id: stamp.scopeId }));
  return scopes.map(({ kind, id }): PullLine => {
    const own = byScope.get(scopeKey({ kind, id })) ?? [];
    const keys = own.map(({ recordKind, recordId, rev }) =>
      recordKey({ kind: recordKind, id: recordId, rev }),
    );
    return { line: 'sum', kind, id, digest: digestOf(keys) };
  });
}
