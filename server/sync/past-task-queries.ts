import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { fileDocument } from '#server/files/file-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { PastTask } from '#shared/sync/record.ts';

/**
 * Tasks the person once had and has no longer, as the person keeps them: own files as receipts, checklists delivered
 * while they had it, nothing of the building, nor who did what after them. Tasks they still hold are left out.
 */
export async function listPastTasks(
  db: Kysely<Database>,
  personId: Id,
  taskIds: readonly Id[],
): Promise<PastTask[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await sql<{ body: PastTask }>`
    select json_build_object(
      'id', t.id, 'tenantId', t.tenant_id,
      'tenantName', (select n.name from tenants n where n.id = t.tenant_id),
      'number', t.number, 'title', t.title, 'state', t.state,
      'endedAt', iso(g.ended_at), 'endedBy', g.ended_by,
      'completedAt', case when t.completed_at <= g.ended_at then iso(t.completed_at) end,
      'completedByMe', t.completed_by is not distinct from ${personId}::uuid,
      'completedByName', case when coalesce(t.completed_at, t.closed_at) <= g.ended_at then t.completed_by_name end,
      'cancelReason', case when g.ended_by = 'cancelled' then t.cancel_reason end,
      'files', coalesce((select json_agg(${fileDocument} order by f.declared_at, f.id)
        from files f where f.task_id = t.id and f.declared_by = ${personId}), '[]'),
      'checklists', coalesce((select json_agg(json_build_object('id', l.id, 'title', l.title,
          'deliveredAt', iso(l.delivered_at),
          'answers', (select count(*) from answers w where w.checklist_id = l.id)) order by l.position)
        from checklists l where l.task_id = t.id and l.delivered_at <= g.ended_at), '[]'),
      'reopeningRequestedAt', (select iso(max(r.at)) from reopening_requests r
        where r.task_id = t.id and r.by_id = ${personId} and r.answered_at is null)) as body
    from tasks t
    join lateral (
      select h.ended_at, h.ended_by from grant_history h
      where h.task_id = t.id and h.person_id = ${personId} and h.ended_at is not null order by h.id desc limit 1) g on true
    where t.id = any(${[...taskIds]}::uuid[])
      and not exists (select from task_grants k where k.task_id = t.id and k.person_id = ${personId})`.execute(
    db,
  );
  return rows.map((row) => row.body);
}
