import { scopeKey, type Scope } from '#shared/sync/scope.ts';

type Named = Pick<Scope, 'kind' | 'id'>;

/** Buildings before the tasks that need them; the person first of all. */
const rank = { person: 0, building: 1, task: 2 };

/** The order in which scopes come, on every page of a round. */
export function byComing(a: Named, b: Named): number {
  return rank[a.kind] - rank[b.kind] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * Held against allowed: what goes, what stays, what comes whole (new, or given anew), in the order of coming. Without a
 * cookie nothing stays, since nobody knows what has changed.
 */
export function compareScopes(
  held: readonly Scope[],
  allowed: readonly Scope[],
  hasCookie: boolean,
): { drop: Scope[]; keep: Scope[]; load: Scope[] } {
  const allowedKeys = new Set(allowed.map(scopeKey));
  const heldByKey = new Map(held.map((scope) => [scopeKey(scope), scope]));
  const isKept = (scope: Scope) =>
    hasCookie && heldByKey.get(scopeKey(scope))?.generation === scope.generation;
  return {
    drop: held.filter((scope) => !allowedKeys.has(scopeKey(scope))),
    keep: allowed.filter(isKept),
    load: allowed.filter((scope) => !isKept(scope)).sort(byComing),
  };
}
