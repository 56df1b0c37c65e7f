-- Written by `npm run sql`; the functions are in server/tasks/.

-- tasks/task-list-queries.ts listTaskLines
with page as (
  select t.id, count(*) over () as total
  from tasks t
  join buildings b on b.id = t.building_id
  where t.tenant_id = $1
  and ($2::boolean or t.building_id = any($3::uuid[]))
  and ($4::boolean or t.state = any($5::text[]))
  and ($6::text is null or t.title ilike $7 or b.name ilike $8
  or t.number::text = $9 or exists (
  select from assignments a left join people p on p.id = a.person_id
  left join suppliers s on s.id = a.supplier_id
  where a.task_id = t.id and coalesce(p.name, s.name) ilike $10))
  order by t.state in ('completed', 'approved', 'cancelled'), t.deadline nulls last, t.number
  limit $11 offset $12)
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
  order by t.state in ('completed', 'approved', 'cancelled'), t.deadline nulls last, t.number;

-- tasks/task-list-queries.ts countTasksByState
select "state", count(*) as "count" from "tasks" where "tenant_id" = $1 and "building_id" in ($2, $3) group by "state";

-- tasks/task-queries.ts findTask
select json_build_object(
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
  select json_agg(json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) order by f.declared_at, f.id) from files f where f.task_id = t.id), '[]'),
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
  from reopening_requests r where r.task_id = t.id), '[]')) as "body" from "tasks" as "t" where "t"."id" = $1;

-- tasks/task-queries.ts listTasksById
select json_build_object(
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
  select json_agg(json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) order by f.declared_at, f.id) from files f where f.task_id = t.id), '[]'),
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
  from reopening_requests r where r.task_id = t.id), '[]')) as "body" from "tasks" as "t" where t.id = any($1::uuid[]);

-- tasks/task-queries.ts lockTasks
select "id" from "tasks" where "id" in ($1) order by "id" for no key update;
select json_build_object(
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
  select json_agg(json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) order by f.declared_at, f.id) from files f where f.task_id = t.id), '[]'),
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
  from reopening_requests r where r.task_id = t.id), '[]')) as "body" from "tasks" as "t" where t.id = any($1::uuid[]);

-- tasks/task-queries.ts takeTaskNumber
update "tenants" set "next_task_number" = next_task_number + 1 where "id" = $1 returning "next_task_number";
