import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { CalendarDate, Instant } from '#shared/kernel/instant.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Priority } from '#shared/tasks/task.ts';

/** One row of the office's list. */
export interface TaskLine {
  readonly id: Id;
  readonly number: number;
  readonly title: string;
  readonly buildingId: Id;
  readonly buildingName: string;
  readonly place: string;
  readonly state: TaskState;
  readonly priority: Priority;
  readonly deadline: CalendarDate | null;
  readonly executorNames: string[];
  readonly completedAt: Instant | null;
  /** Files and commands that devices still hold, as of their last contact. */
  readonly held: number;
  readonly reopeningRequested: boolean;
}

export interface TaskListView {
  readonly tenantId: Id;
  /** null: every building of the tenant. */
  readonly buildingIds: readonly Id[] | null;
  readonly states: readonly TaskState[] | null;
  /** Part of title, number, building or executor, in any case. */
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
}

/** The tenant's tasks: to be done before done, by deadline (none last), then number; and how many there are in all. */
export async function listTaskLines(
  db: Kysely<Database>,
  view: TaskListView,
): Promise<{ lines: TaskLine[]; total: number }> {
  const pattern = view.search === null ? null : `%${view.search.replace(/[\\%_]/gu, '\\$&')}%`;
  // The page is found first: what hangs on a task is then read for the rows of that page only.
  const { rows } = await sql<TaskLine & { total: string }>`
    with page as (
      select t.id, count(*) over () as total
      from tasks t
      join buildings b on b.id = t.building_id
      where t.tenant_id = ${view.tenantId}
        and (${view.buildingIds === null}::boolean or t.building_id = any(${[...(view.buildingIds ?? [])]}::uuid[]))
        and (${view.states === null}::boolean or t.state = any(${[...(view.states ?? [])]}::text[]))
        and (${pattern}::text is null or t.title ilike ${pattern} or b.name ilike ${pattern}
          or t.number::text = ${view.search} or exists (
            select from assignments a left join people p on p.id = a.person_id
              left join suppliers s on s.id = a.supplier_id
            where a.task_id = t.id and coalesce(p.name, s.name) ilike ${pattern}))
      order by t.state in ('completed', 'approved', 'cancelled'), t.deadline nulls last, t.number
      limit ${view.limit} offset ${view.offset})
    select t.id, t.number, t.title, t.building_id as "buildingId", b.name as "buildingName", t.place, t.state,
      t.priority, t.deadline, coalesce((
        select json_agg(coalesce(p.name, s.name) order by a.position)
        from assignments a left join people p on p.id = a.person_id left join suppliers s on s.id = a.supplier_id
        where a.task_id = t.id), '[]') as "executorNames",
      iso(t.completed_at) as "completedAt",
      coalesce((select sum(h.files::bigint + h.commands)::float8 from device_holdings h where h.task_id = t.id), 0) as held,
      exists (select from reopening_requests r where r.task_id = t.id and r.answered_at is null)
        as "reopeningRequested",
      page.total
    from page join tasks t on t.id = page.id join buildings b on b.id = t.building_id
    order by t.state in ('completed', 'approved', 'cancelled'), t.deadline nulls last, t.number`.execute(db);
  return {
    lines: rows.map(({ total: _total, ...line }) => line),
    total: Number(rows[0]?.total ?? 0),
  };
}

/** How many tasks stand in each state, for the filters. */
export async function countTasksByState(
  db: Kysely<Database>,
  view: Pick<TaskListView, 'tenantId' | 'buildingIds'>,
): Promise<Partial<Record<TaskState, number>>> {
  let query = db
    .selectFrom('tasks')
    .select(['state', (eb) => eb.fn.countAll<string>().as('count')])
    .where('tenant_id', '=', view.tenantId)
    .groupBy('state');
  if (view.buildingIds !== null) query = query.where('building_id', 'in', [...view.buildingIds, nobody]);
  const rows = await query.execute();
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
}

/** Keeps `in ()` from being empty; no building has it. */
const nobody = '00000000-0000-0000-0000-000000000000';
