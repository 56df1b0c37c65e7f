-- Written by `npm run sql`; the functions are in server/people/.

-- people/actor-queries.ts findActor
with person as (
  select id, name from people where id = $1 and active
  ), membership as (
  select tenant_id, roles, all_buildings or 'administrator' = any(roles) as everywhere
  from memberships where person_id = $2 and active
  ), access as (
  select tenant_id, building_id from building_access where person_id = $3
  ), engagement as (
  select c.tenant_id, c.supplier_id, s.name
  from supplier_contacts c
  join suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
  where c.person_id = $4 and c.active and c.may_act and s.active
  )
  select person.id as "personId", person.name,
  (select coalesce(json_agg(json_build_object(
  'tenantId', t.id, 'tenantName', t.name, 'roles', m.roles, 'buildingIds',
  case when not m.everywhere then (
  select coalesce(json_agg(a.building_id order by a.building_id), '[]')
  from access a where a.tenant_id = m.tenant_id) end) order by t.name, t.id), '[]')
  from membership m join tenants t on t.id = m.tenant_id) as memberships,
  (select coalesce(json_agg(json_build_object(
  'tenantId', t.id, 'tenantName', t.name, 'supplierId', e.supplier_id, 'supplierName', e.name)
  order by t.name, t.id, e.supplier_id), '[]')
  from engagement e join tenants t on t.id = e.tenant_id) as engagements
  from person;

-- people/actor-queries.ts lockActor
with person as (
  select id, name from people where id = $1 and active for share
  ), membership as (
  select tenant_id, roles, all_buildings or 'administrator' = any(roles) as everywhere
  from memberships where person_id = $2 and active for share
  ), access as (
  select tenant_id, building_id from building_access where person_id = $3 for share
  ), engagement as (
  select c.tenant_id, c.supplier_id, s.name
  from supplier_contacts c
  join suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
  where c.person_id = $4 and c.active and c.may_act and s.active for share
  )
  select person.id as "personId", person.name,
  (select coalesce(json_agg(json_build_object(
  'tenantId', t.id, 'tenantName', t.name, 'roles', m.roles, 'buildingIds',
  case when not m.everywhere then (
  select coalesce(json_agg(a.building_id order by a.building_id), '[]')
  from access a where a.tenant_id = m.tenant_id) end) order by t.name, t.id), '[]')
  from membership m join tenants t on t.id = m.tenant_id) as memberships,
  (select coalesce(json_agg(json_build_object(
  'tenantId', t.id, 'tenantName', t.name, 'supplierId', e.supplier_id, 'supplierName', e.name)
  order by t.name, t.id, e.supplier_id), '[]')
  from engagement e join tenants t on t.id = e.tenant_id) as engagements
  from person;

-- people/people-queries.ts findCredentials
select "id", "password_hash" from "people" where "email" = $1 and "active" = $2;

-- people/people-queries.ts findEmail
select "email" from "people" where "id" = $1 and "active" = $2;

-- people/people-queries.ts savePasswordHash
update "people" set "password_hash" = $1 where "id" = $2 and "active" = $3;
