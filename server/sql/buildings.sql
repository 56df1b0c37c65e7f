-- Written by `npm run sql`; the functions are in server/buildings/.

-- buildings/building-queries.ts listBuildingsById
select json_build_object(
  'id', b.id, 'tenantId', b.tenant_id,
  'tenantName', (select n.name from tenants n where n.id = b.tenant_id),
  'name', b.name, 'address', b.address, 'postalPlace', b.postal_place, 'contactName', b.contact_name,
  'contactPhone', b.contact_phone, 'accessNote', b.access_note,
  'folders', coalesce((
  select json_agg(json_build_object('id', f.id, 'parentId', f.parent_id, 'name', f.name, 'kind', f.kind)
  order by f.position, f.name collate "nb-NO-x-icu", f.id)
  from folders f where f.building_id = b.id), '[]')) as "body" from "buildings" as "b" where "b"."id" in ($1);

-- buildings/building-queries.ts listFoldersById
select "id", "tenant_id" as "tenantId", "building_id" as "buildingId" from "folders" where "id" in ($1);

-- buildings/building-queries.ts listReachableBuildings
select b.id, b.tenant_id as "tenantId", n.name as "tenantName", b.name, b.address,
  b.postal_place as "postalPlace"
  from buildings b join tenants n on n.id = b.tenant_id
  where b.tenant_id = any($1::uuid[]) or b.id = any($2::uuid[])
  or b.id in (select g.building_id from building_grants g where g.person_id = $3)
  order by b.name collate "nb-NO-x-icu", b.id;
