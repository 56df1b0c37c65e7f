import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { Scope } from '#shared/sync/scope.ts';

/** What a page of a pull begins with. */
export interface PullStart {
  readonly epoch: Id;
  readonly snapshot: string;
  /** The number that the server expects next of the device; 1 where it does not know it. */
  readonly nextSeq: number;
  readonly blocked: boolean;
  readonly actor: Actor | null;
}

/**
 * The server's life, the running transaction's snapshot as a cookie keeps it, and who asks: the first thing that a page
 * reads. A restore that can rewind transaction ids gives the server another epoch.
 */
export async function getPullStart(
  db: Kysely<Database>,
  { personId, deviceId }: { personId: Id; deviceId: Id },
): Promise<PullStart> {
  const { rows } = await sql<PullStart>`
    select m.epoch, pg_current_snapshot()::text as snapshot, coalesce(d.next_seq, 1)::float8 as "nextSeq",
      coalesce(d.blocked, false) as blocked, actor_of(${personId}) as actor
    from feed_meta m left join devices d on d.id = ${deviceId} and d.person_id = ${personId}`.execute(db);
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
