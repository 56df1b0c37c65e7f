import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { ExecutorRef } from '#shared/tasks/resolve-executors.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Executor } from '#shared/tasks/task.ts';

/** A request to reopen that nobody has answered, with what staff need to answer it in one click. */
export interface OpenRequest {
  readonly id: Id;
  readonly taskId: Id;
  readonly number: number;
  readonly title: string;
  readonly buildingName: string;
  readonly state: TaskState;
  /** Who has the task now. */
  readonly executors: ExecutorRef[];
  readonly byName: string;
  readonly at: Instant;
  readonly message: string;
  /** What waits on the device: files with their bytes, and everything else. */
  readonly files: number;
  readonly bytes: number;
  readonly others: number;
  /** As whom the asker last had the task; null where that supplier or person can no longer be given work. */
  readonly party: Executor | null;
}

/** Which requests: of a tenant's buildings (null: all of them), or of one task. */
export type RequestView =
  { readonly tenantId: Id; readonly buildingIds: readonly Id[] | null } | { readonly taskId: Id };

/** The requests that wait for an answer, the oldest first; at most 100. */
export async function listOpenRequests(db: Kysely<Database>, view: RequestView): Promise<OpenRequest[]> {
  const which =
    'taskId' in view
      ? sql`r.task_id = ${view.taskId}`
      : sql`r.tenant_id = ${view.tenantId} and (${view.buildingIds === null}::boolean
          or t.building_id = any(${[...(view.buildingIds ?? [])]}::uuid[]))`;
  const { rows } = await sql<OpenRequest>`
    select r.id, t.id as "taskId", t.number, t.title, b.name as "buildingName", t.state,
      coalesce((select json_agg(json_build_object(
          'kind', case when a.person_id is null then 'supplier' else 'person' end,
          'id', coalesce(a.person_id, a.supplier_id)) order by a.position)
        from assignments a where a.task_id = t.id), '[]') as executors,
      r.by_name as "byName", iso(r.at) as at, r.message,
      w.files::int, w.bytes::float8 as bytes, w.others::int, party.executor as party
    from reopening_requests r
    join tasks t on t.id = r.task_id
    join buildings b on b.id = t.building_id
    cross join lateral (
      select count(*) filter (where x.kind = 'file') as files, count(*) filter (where x.kind <> 'file') as others,
        coalesce(sum(x.size) filter (where x.kind = 'file'), 0) as bytes
      from jsonb_to_recordset(r.waiting) as x(kind text, size bigint)) w
    left join lateral (
      select coalesce(
        (select json_build_object('kind', 'supplier', 'id', s.id, 'name', s.name)
          from suppliers s where s.id = h.party_id and s.tenant_id = t.tenant_id and s.active),
        (select json_build_object('kind', 'person', 'id', p.id, 'name', p.name)
          from people p join memberships m on m.person_id = p.id and m.tenant_id = t.tenant_id
          where p.id = h.party_id and p.active and m.active)) as executor
      from grant_history h where h.task_id = t.id and h.person_id = r.by_id order by h.id desc limit 1) party on true
    where r.answered_at is null and ${which}
    order by r.at, r.id
    limit 100`.execute(db);
  return rows;
}
