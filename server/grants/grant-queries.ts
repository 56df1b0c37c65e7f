import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { GrantCause } from '#server/grants/grant-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Scope } from '#shared/sync/scope.ts';

/**
 * Of a task's scope, `g` being the grant: it grows with each new grant and with each change of what the person may see
 * (the migration of rights), whichever commits first. Both only grow, so their sum names one state of both.
 */
function taskGeneration(personId: Id): RawBuilder<number> {
  return sql<number>`coalesce((
      select max(h.id)::int from grant_history h where h.person_id = ${personId} and h.task_id = g.task_id), 0)
      + coalesce((select f.rev from feed_stamps f where f.scope_kind = 'rights' and f.scope_id = ${personId}), 0)`;
}

/**
 * The scopes the person may hold now: own open and Completing tasks, the buildings they open (or an administrator
 * gave), and the person. Derived, with the generation each comes with.
 */
export async function listAllowedScopes(db: Kysely<Database>, personId: Id): Promise<Scope[]> {
  const { rows } = await sql<Scope>`
    select 'task' as kind, g.task_id as id, ${taskGeneration(personId)} as generation
    from (select distinct task_id from task_grants where person_id = ${personId}) g
    union all
    select 'building', g.building_id, coalesce((
      select max(h.id)::int from grant_history h
      where h.person_id = ${personId} and h.building_id = g.building_id and h.ended_at is null), 0)
    from building_grants g where g.person_id = ${personId}
    union all
    select 'person', ${personId}::uuid, 0`.execute(db);
  return rows;
}

/** Of the same the next task scopes after one, in order of their ids, `limit` at the most. */
export async function listTaskScopesAfter(
  db: Kysely<Database>,
  personId: Id,
  after: Id,
  limit: number,
): Promise<Scope[]> {
  const { rows } = await sql<Scope>`
    select 'task' as kind, g.task_id as id, ${taskGeneration(personId)} as generation
    from (select distinct task_id from task_grants where person_id = ${personId} and task_id > ${after}
      order by task_id limit ${limit}) g`.execute(db);
  return rows;
}

/** Whether the person has a live grant in the building: an open task of theirs, or access given (method 1). */
export async function hasBuildingGrant(db: Kysely<Database>, personId: Id, buildingId: Id): Promise<boolean> {
  const row = await db
    .selectFrom('building_grants')
    .select('building_id')
    .where('person_id', '=', personId)
    .where('building_id', '=', buildingId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which of the tasks the person once had and lost, and when last. */
export async function listFormerTasks(
  db: Kysely<Database>,
  personId: Id,
  taskIds: readonly Id[],
): Promise<Map<Id, Instant>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await sql<{ taskId: Id; lostAt: Instant }>`
    select task_id as "taskId", iso(max(ended_at)) as "lostAt" from grant_history
    where person_id = ${personId} and task_id = any(${[...taskIds]}::uuid[]) and ended_at is not null
    group by task_id`.execute(db);
  return new Map(rows.map((row) => [row.taskId, row.lostAt]));
}

/** Who has or had something to do with the tasks, to be poked. */
export async function listPeopleOfTasks(db: Kysely<Database>, taskIds: readonly Id[]): Promise<Id[]> {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom('grant_history')
    .select('person_id')
    .distinct()
    .where('task_id', 'in', [...taskIds])
    .execute();
  return rows.map((row) => row.person_id);
}

/** What makes grants appear and end, as history records it. */
export interface GrantChange {
  readonly now: Instant;
  readonly began: GrantCause;
  readonly ended: GrantCause;
}

/**
 * Compares the derived task grants of these tasks with history and records what appeared and what ended. Called in
 * the transaction that changed a task's state or executors.
 */
export async function recordTaskGrants(
  trx: Transaction<Database>,
  taskIds: readonly Id[],
  change: GrantChange,
): Promise<void> {
  if (taskIds.length === 0) return;
  const ids = sql`any(${[...taskIds]}::uuid[])`;
  await recordGrants(trx, sql`task_id = ${ids}`, change);
}

/** The same for everything of one person: their role, building access or supplier changed. */
export async function recordPersonGrants(
  trx: Transaction<Database>,
  personId: Id,
  change: GrantChange,
): Promise<void> {
  await recordGrants(trx, sql`person_id = ${personId}`, change);
  await sql`
    with live as (select b.tenant_id, b.building_id, b.person_id
      from building_access b join memberships m on m.tenant_id = b.tenant_id and m.person_id = b.person_id
      where b.person_id = ${personId} and m.active and 'ad-hoc' = any(m.roles)),
    ended as (
      update grant_history h set ended_at = ${change.now}, ended_by = ${change.ended}
      where h.person_id = ${personId} and h.task_id is null and h.ended_at is null
        and not exists (select from live l where l.building_id = h.building_id))
    insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
    select l.tenant_id, l.person_id, l.person_id, l.building_id, null, ${change.now}, 'building-access'
    from live l where not exists (select from grant_history h where h.person_id = l.person_id
      and h.building_id = l.building_id and h.task_id is null and h.ended_at is null)`.execute(trx);
}

async function recordGrants(
  trx: Transaction<Database>,
  which: ReturnType<typeof sql>,
  change: GrantChange,
): Promise<void> {
  await sql`
    with live as (
      select distinct on (task_id, person_id) tenant_id, task_id, building_id, person_id, party_id
      from task_grants where open and ${which}),
    ended as (
      update grant_history h set ended_at = ${change.now}, ended_by = ${change.ended}
      where ${which} and h.task_id is not null and h.ended_at is null
        and not exists (select from live l where l.task_id = h.task_id and l.person_id = h.person_id))
    insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
    select l.tenant_id, l.person_id, l.party_id, l.building_id, l.task_id, ${change.now}, ${change.began}
    from live l where not exists (select from grant_history h
      where h.task_id = l.task_id and h.person_id = l.person_id and h.ended_at is null)`.execute(trx);
}
