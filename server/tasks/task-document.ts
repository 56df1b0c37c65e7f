import { sql, type RawBuilder } from 'kysely';
import { fileDocument } from '#server/files/file-queries.ts';
import type { Task } from '#shared/tasks/task.ts';

/** A row of `tasks` aliased `t` as the whole `Task` of shared/tasks/task.ts, built where the data lies. */
export const taskDocument: RawBuilder<Task> = sql<Task>`json_build_object(
  'id', t.id, 'tenantId', t.tenant_id,
  'tenantName', (select n.name from tenants n where n.id = t.tenant_id),
  'number', t.number, 'buildingId', t.building_id,
  'buildingName', (select b.name from buildings b where b.id = t.building_id),
  'place', t.place, 'title', t.title, 'text', t.text, 'deadline', t.deadline, 'priority', t.priority,
  'state', t.state, 'waitingReason', t.waiting_reason, 'returnReason', t.return_reason,
  'declined', case when t.declined_at is not null then json_build_object('byName', t.declined_by_name,
    'reason', t.decline_reason, 'at', iso(t.declined_at)) end, 'cancelReason', t.cancel_reason,
  'executors', coalesce((
    select json_agg(json_build_object(
      'kind', case when a.person_id is null then 'supplier' else 'person' end,
      'id', coalesce(a.person_id, a.supplier_id), 'name', coalesce(p.name, s.name, '')) order by a.position)
    from assignments a left join people p on p.id = a.person_id left join suppliers s on s.id = a.supplier_id
    where a.task_id = t.id), '[]'),
  'createdBy', t.created_by, 'createdAt', iso(t.created_at), 'acceptedAt', iso(t.accepted_at),
  'startedAt', iso(t.started_at), 'completedAt', iso(t.completed_at), 'completedBy', t.completed_by,
  'completedByName', t.completed_by_name, 'closedAt', iso(t.closed_at), 'expectedFiles', t.expected_files,
  'comments', coalesce((
    select json_agg(json_build_object('id', c.id, 'authorId', c.author_id, 'authorName', c.author_name,
      'text', c.text, 'internal', c.internal, 'at', iso(c.at)) order by c.at, c.id)
    from comments c where c.task_id = t.id), '[]'),
  'files', coalesce((
    select json_agg(${fileDocument} order by f.declared_at, f.id) from files f where f.task_id = t.id), '[]'),
  'checklists', coalesce((
    select json_agg(json_build_object('id', l.id, 'title', l.title, 'mandatory', l.mandatory,
      'templateVersion', l.template_version, 'questions', l.questions,
      'answers', coalesce((select json_agg(json_build_object('questionId', w.question_id, 'value', w.value,
        'comment', w.comment, 'byName', w.by_name, 'at', iso(w.at)) order by w.at, w.question_id)
        from answers w where w.checklist_id = l.id), '[]'),
      'deliveredAt', iso(l.delivered_at), 'deliveredByName', l.delivered_by_name) order by l.position)
    from checklists l where l.task_id = t.id), '[]'),
  'reopeningRequests', coalesce((
    select json_agg(json_build_object('id', r.id, 'byId', r.by_id, 'byName', r.by_name, 'at', iso(r.at),
      'message', r.message, 'waiting', r.waiting, 'answeredAt', iso(r.answered_at)) order by r.at, r.id)
    from reopening_requests r where r.task_id = t.id), '[]'))`;
