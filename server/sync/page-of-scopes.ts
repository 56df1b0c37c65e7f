import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { byComing } from '#server/sync/compare-scopes.ts';
import type { Page } from '#server/sync/cookie.ts';
import { listScopeStamps, listStamps, type Stamp } from '#server/sync/feed-queries.ts';
import type { Scope } from '#shared/sync/scope.ts';

/** One scope that comes whole, or a part of one that is larger than a page. */
export interface ScopePart {
  readonly scope: Scope;
  readonly part: 'more' | 'last' | null;
}

/** What comes in one page, and where the next goes on; null when this was the last. */
export interface ScopePage {
  readonly parts: readonly ScopePart[];
  readonly stamps: readonly Stamp[];
  readonly next: Pick<Page, 'after' | 'within'> | null;
}

type Place = Pick<Page, 'after' | 'within'>;

/**
 * The next scopes of a round that come whole, `limit` records at the most. Pages end between scopes; only the person's
 * own scope, which grows with every task they ever had, may be cut in parts.
 */
export async function pageOfScopes(
  db: Kysely<Database>,
  load: readonly Scope[],
  place: Place,
  limit: number,
): Promise<ScopePage> {
  const { after, within } = place;
  const left = after === null ? load : load.filter((scope) => byComing(scope, after) > 0);
  const parts: ScopePart[] = [];
  const stamps: Stamp[] = [];
  let rest = left;
  const first = left[0];
  if (first?.kind === 'person') {
    const own = await listScopeStamps(db, first, within, limit + 1);
    const last = own[limit - 1];
    if (own.length > limit && last !== undefined) {
      const next = { after, within: { kind: last.recordKind, id: last.recordId } };
      return { parts: [{ scope: first, part: 'more' }], stamps: own.slice(0, limit), next };
    }
    parts.push({ scope: first, part: within === null ? null : 'last' });
    stamps.push(...own);
    rest = left.slice(1);
  }
  // A task or a building is one record.
  const whole = rest.slice(0, Math.max(0, limit - stamps.length));
  stamps.push(...(await listStamps(db, whole)));
  parts.push(...whole.map((scope) => ({ scope, part: null })));
  const last = parts.at(-1)?.scope;
  const more = whole.length < rest.length && last !== undefined;
  return { parts, stamps, next: more ? { after: { kind: last.kind, id: last.id }, within: null } : null };
}
