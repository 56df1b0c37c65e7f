-- Written by `npm run sql`; the functions are in server/grants/.

-- grants/grant-queries.ts listAllowedScopes
select 'task' as kind, g.task_id as id, coalesce((
  select max(h.id)::int from grant_history h where h.person_id = $1 and h.task_id = g.task_id), 0)
  + coalesce((select f.rev from feed_stamps f where f.scope_kind = 'rights' and f.scope_id = $2), 0) as generation
  from (select distinct task_id from task_grants where person_id = $3) g
  union all
  select 'building', g.building_id, coalesce((
  select max(h.id)::int from grant_history h
  where h.person_id = $4 and h.building_id = g.building_id and h.ended_at is null), 0)
  from building_grants g where g.person_id = $5
  union all
  select 'person', $6::uuid, 0;

-- grants/grant-queries.ts listTaskScopesAfter
select 'task' as kind, g.task_id as id, coalesce((
  select max(h.id)::int from grant_history h where h.person_id = $1 and h.task_id = g.task_id), 0)
  + coalesce((select f.rev from feed_stamps f where f.scope_kind = 'rights' and f.scope_id = $2), 0) as generation
  from (select distinct task_id from task_grants where person_id = $3 and task_id > $4
  order by task_id limit $5) g;

-- grants/grant-queries.ts hasBuildingGrant
select "building_id" from "building_grants" where "person_id" = $1 and "building_id" = $2;

-- grants/grant-queries.ts listFormerTasks
select task_id as "taskId", iso(max(ended_at)) as "lostAt" from grant_history
  where person_id = $1 and task_id = any($2::uuid[]) and ended_at is not null
  group by task_id;

-- grants/grant-queries.ts listPeopleOfTasks
select distinct "person_id" from "grant_history" where "task_id" in ($1);

-- grants/grant-queries.ts recordTaskGrants
with live as (
  select distinct on (task_id, person_id) tenant_id, task_id, building_id, person_id, party_id
  from task_grants where open and task_id = any($1::uuid[])),
  ended as (
  update grant_history h set ended_at = $2, ended_by = $3
  where task_id = any($4::uuid[]) and h.task_id is not null and h.ended_at is null
  and not exists (select from live l where l.task_id = h.task_id and l.person_id = h.person_id))
  insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
  select l.tenant_id, l.person_id, l.party_id, l.building_id, l.task_id, $5, $6
  from live l where not exists (select from grant_history h
  where h.task_id = l.task_id and h.person_id = l.person_id and h.ended_at is null);

-- grants/grant-queries.ts recordPersonGrants
with live as (
  select distinct on (task_id, person_id) tenant_id, task_id, building_id, person_id, party_id
  from task_grants where open and person_id = $1),
  ended as (
  update grant_history h set ended_at = $2, ended_by = $3
  where person_id = $4 and h.task_id is not null and h.ended_at is null
  and not exists (select from live l where l.task_id = h.task_id and l.person_id = h.person_id))
  insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
  select l.tenant_id, l.person_id, l.party_id, l.building_id, l.task_id, $5, $6
  from live l where not exists (select from grant_history h
  where h.task_id = l.task_id and h.person_id = l.person_id and h.ended_at is null);
with live as (select b.tenant_id, b.building_id, b.person_id
  from building_access b join memberships m on m.tenant_id = b.tenant_id and m.person_id = b.person_id
  where b.person_id = $1 and m.active and 'ad-hoc' = any(m.roles)),
  ended as (
  update grant_history h set ended_at = $2, ended_by = $3
  where h.person_id = $4 and h.task_id is null and h.ended_at is null
  and not exists (select from live l where l.building_id = h.building_id))
  insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
  select l.tenant_id, l.person_id, l.person_id, l.building_id, null, $5, 'building-access'
  from live l where not exists (select from grant_history h where h.person_id = l.person_id
  and h.building_id = l.building_id and h.task_id is null and h.ended_at is null);
