import type { Stamp } from '#server/sync/feed-queries.ts';
import type { ScopePart } from '#server/sync/page-of-scopes.ts';
import type { PullLine } from '#shared/sync/pull-message.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import { scopeKey } from '#shared/sync/scope.ts';

/** The lines of scopes and their records; a stamp without a record has gone for the person. */
export function scopeLines(
  parts: readonly ScopePart[],
  stamps: readonly Stamp[],
  records: ReadonlyMap<Stamp, SyncRecord | null>,
  whole: boolean,
): PullLine[] {
  const byScope = Map.groupBy(stamps, (stamp) => scopeKey({ kind: stamp.scopeKind, id: stamp.scopeId }));
  return parts.flatMap(({ scope, part }): PullLine[] => {
    const own = byScope.get(scopeKey(scope)) ?? [];
    if (own.length === 0 && !whole) return [];
    const lines = own.flatMap((stamp): PullLine[] => {
      const record = records.get(stamp) ?? null;
      if (record !== null) return [{ line: 'put', record }];
      return whole ? [] : [{ line: 'del', kind: stamp.recordKind, id: stamp.recordId }];
    });
    return [{ line: 'scope', scope, whole, ...(part === null ? {} : { part }) }, ...lines];
  });
}
