import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Scope } from '#shared/sync/scope.ts';

/**
 * The server's life, and the running transaction's snapshot as a cookie keeps it: the first thing a pull reads. A
 * restore that can rewind transaction ids gives the server another epoch.
 */
export async function getFeed(db: Kysely<Database>): Promise<{ epoch: Id; snapshot: string }> {
  const { rows } = await sql<{ epoch: Id; snapshot: string }>`
    select epoch, pg_current_snapshot()::text as snapshot from feed_meta`.execute(db);
  return must(rows[0], 'feed_meta');
}

/** Before every id. */
const noId = '00000000-0000-0000-0000-000000000000';

/** One record's stamp in one scope. */
export interface Stamp {
  readonly scopeKind: Scope['kind'];
  readonly scopeId: Id;
  readonly recordKind: string;
  readonly recordId: Id;
  readonly rev: number;
}

const columns = sql`f.scope_kind as "scopeKind", f.scope_id as "scopeId", f.record_kind as "recordKind",
  f.record_id as "recordId", f.rev`;

/**
 * The records of these scopes that changed since the cookie's snapshot: stamped by a transaction it did not see. Rows
 * that commit late are found late, never lost.
 */
export async function listChangedStamps(
  db: Kysely<Database>,
  scopes: readonly Pick<Scope, 'kind' | 'id'>[],
  snapshot: string,
): Promise<Stamp[]> {
  if (scopes.length === 0) return [];
  const { rows } = await sql<Stamp>`
    select ${columns}
    from unnest(${scopes.map((one) => one.kind)}::text[], ${scopes.map((one) => one.id)}::uuid[]) as s (kind, id)
    cross join lateral (
      select f.scope_kind, f.scope_id, f.record_kind, f.record_id, f.rev from feed_stamps f where f.scope_kind = s.kind and f.scope_id = s.id
        and f.cx >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
        and not pg_visible_in_snapshot(f.cx, ${snapshot}::pg_snapshot)) f`.execute(db);
  return rows;
}

/** All records of these scopes. */
export async function listStamps(
  db: Kysely<Database>,
  scopes: readonly Pick<Scope, 'kind' | 'id'>[],
): Promise<Stamp[]> {
  if (scopes.length === 0) return [];
  const { rows } = await sql<Stamp>`
    select ${columns}
    from unnest(${scopes.map((one) => one.kind)}::text[], ${scopes.map((one) => one.id)}::uuid[]) as s (kind, id)
    join feed_stamps f on f.scope_kind = s.kind and f.scope_id = s.id`.execute(db);
  return rows;
}

/** The records of one scope in order, after one of them where it is named, `limit` at the most. */
export async function listScopeStamps(
  db: Kysely<Database>,
  scope: Pick<Scope, 'kind' | 'id'>,
  after: { readonly kind: string; readonly id: Id } | null,
  limit: number,
): Promise<Stamp[]> {
  const { rows } = await sql<Stamp>`
    select ${columns} from feed_stamps f
    where f.scope_kind = ${scope.kind} and f.scope_id = ${scope.id}
      and (f.record_kind, f.record_id) > (${after?.kind ?? ''}, ${after?.id ?? noId}::uuid)
    order by f.record_kind, f.record_id
    limit ${limit}`.execute(db);
  return rows;
}
