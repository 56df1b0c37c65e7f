-- Written by `npm run sql`; the functions are in server/sync/.

-- sync/command-log-queries.ts lockCommands
select pg_advisory_xact_lock(hashtextextended(id, 0))
  from unnest($1::text[]) as id;

-- sync/command-log-queries.ts listLoggedCommands
select "command_id" as "commandId", "status", "refusal", iso(at) as "at" from "command_log" where "person_id" = $1 and "command_id" in ($2) and "duplicate" = $3;

-- sync/command-log-queries.ts listOutcomes
select "seq", "command_id", "status", "refusal", iso(at) as "at" from "command_log" where "device_id" = $1 and "person_id" = $2 and "seq" > $3 order by "seq" limit $4;

-- sync/command-log-queries.ts insertLog
insert into "command_log" ("person_id", "command_id", "duplicate", "device_id", "seq", "type", "task_id", "retry_of", "status", "refusal", "made_at", "at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- sync/device-queries.ts lockDevice
insert into "devices" ("id", "person_id", "app_version", "last_contact_at", "created_at") values ($1, $2, $3, $4, $5) on conflict do nothing;
select "id", "next_seq", "blocked", "holding_hash" from "devices" where "id" = $1 and "person_id" = $2 for update;

-- sync/device-queries.ts findDevice
select "id", "next_seq", "blocked", "holding_hash" from "devices" where "id" = $1 and "person_id" = $2;

-- sync/device-queries.ts saveDevice
update "devices" set "next_seq" = $1, "app_version" = $2, "last_contact_at" = $3 where "id" = $4;

-- sync/device-queries.ts countFailure
insert into "devices" ("id", "person_id", "app_version", "last_contact_at", "created_at") values ($1, $2, $3, $4, $5) on conflict do nothing;
select "id", "next_seq", "blocked", "holding_hash" from "devices" where "id" = $1 and "person_id" = $2 for update;
update "devices" set "failing_seq" = $1, "failed_tries" = case when failing_seq = $2 then failed_tries + 1 else 1 end where "id" = $3 and "person_id" = $4 returning "failed_tries";

-- sync/feed-queries.ts getPullStart
select m.epoch, pg_current_snapshot()::text as snapshot, coalesce(d.next_seq, 1)::float8 as "nextSeq",
  coalesce(d.blocked, false) as blocked, actor_of($1) as actor
  from feed_meta m left join devices d on d.id = $2 and d.person_id = $3;

-- sync/feed-queries.ts listChangedStamps
select f.scope_kind as "scopeKind", f.scope_id as "scopeId", f.record_kind as "recordKind",
  f.record_id as "recordId", f.rev
  from unnest($1::text[], $2::uuid[]) as s (kind, id)
  cross join lateral (
  select f.scope_kind, f.scope_id, f.record_kind, f.record_id, f.rev from feed_stamps f where f.scope_kind = s.kind and f.scope_id = s.id
  and f.cx >= pg_snapshot_xmin($3::pg_snapshot)
  and not pg_visible_in_snapshot(f.cx, $4::pg_snapshot)) f;

-- sync/feed-queries.ts listStamps
select f.scope_kind as "scopeKind", f.scope_id as "scopeId", f.record_kind as "recordKind",
  f.record_id as "recordId", f.rev
  from unnest($1::text[], $2::uuid[]) as s (kind, id)
  join feed_stamps f on f.scope_kind = s.kind and f.scope_id = s.id;

-- sync/feed-queries.ts listScopeStamps
select f.scope_kind as "scopeKind", f.scope_id as "scopeId", f.record_kind as "recordKind",
  f.record_id as "recordId", f.rev from feed_stamps f
  where f.scope_kind = $1 and f.scope_id = $2
  and (f.record_kind, f.record_id) > ($3, $4::uuid)
  order by f.record_kind, f.record_id
  limit $5;

-- sync/holding-queries.ts listHoldings
select "h"."task_id" as "taskId", "p"."name" as "personName", (select g.party_id from grant_history g
  where g.task_id = h.task_id and g.person_id = h.person_id order by g.id desc limit 1) as "partyId", "h"."files", "h"."bytes", "h"."commands", "h"."items", iso(h.reported_at) as "lastContactAt" from "device_holdings" as "h" inner join "people" as "p" on "p"."id" = "h"."person_id" where "h"."task_id" in ($1) order by "h"."reported_at" desc;

-- sync/past-task-queries.ts listPastTasks
select json_build_object(
  'id', t.id, 'tenantId', t.tenant_id,
  'tenantName', (select n.name from tenants n where n.id = t.tenant_id),
  'number', t.number, 'title', t.title, 'state', t.state,
  'endedAt', iso(g.ended_at), 'endedBy', g.ended_by,
  'completedAt', case when t.completed_at <= g.ended_at then iso(t.completed_at) end,
  'completedByMe', t.completed_by is not distinct from $1::uuid,
  'completedByName', case when coalesce(t.completed_at, t.closed_at) <= g.ended_at then t.completed_by_name end,
  'cancelReason', case when g.ended_by = 'cancelled' then t.cancel_reason end,
  'files', coalesce((select json_agg(json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) order by f.declared_at, f.id)
  from files f where f.task_id = t.id and f.declared_by = $2), '[]'),
  'checklists', coalesce((select json_agg(json_build_object('id', l.id, 'title', l.title,
  'deliveredAt', iso(l.delivered_at),
  'answers', (select count(*) from answers w where w.checklist_id = l.id)) order by l.position)
  from checklists l where l.task_id = t.id and l.delivered_at <= g.ended_at), '[]'),
  'reopeningRequestedAt', (select iso(max(r.at)) from reopening_requests r
  where r.task_id = t.id and r.by_id = $3 and r.answered_at is null)) as body
  from tasks t
  join lateral (
  select h.ended_at, h.ended_by from grant_history h
  where h.task_id = t.id and h.person_id = $4 and h.ended_at is not null order by h.id desc limit 1) g on true
  where t.id = any($5::uuid[])
  and not exists (select from task_grants k where k.task_id = t.id and k.person_id = $6);

-- sync/pull-look-queries.ts getPullLook
select epoch, snapshot, next_seq as "nextSeq", blocked, holding_hash as "holdingHash",
  iso(last_contact_at) as "lastContactAt", quiet
  from pull_look($1, $2, $3, $4::pg_snapshot);

-- sync/reopening-request-queries.ts listOpenRequests
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
  where r.answered_at is null and r.tenant_id = $1 and ($2::boolean
  or t.building_id = any($3::uuid[]))
  order by r.at, r.id
  limit 100;

-- sync/task-history-queries.ts listTaskHistory
select l.command_id as id, l.type, p.name as "personName",
  case when l.device_id is null then 'web' else 'app' end as channel,
  iso(l.made_at) as "madeAt", iso(l.at) as at, l.refusal ->> 'code' as refusal
  from command_log l join people p on p.id = l.person_id
  where l.task_id = $1 and not l.duplicate and (l.type <> 'set-answer' or l.refusal is not null)
  order by l.id desc
  limit 500;
