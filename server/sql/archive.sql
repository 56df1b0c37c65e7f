-- Written by `npm run sql`; the functions are in server/archive/.

-- archive/archive-queries.ts listArchiveEntries
select json_build_object(
  'id', e.id, 'tenantId', e.tenant_id, 'buildingId', e.building_id, 'folderId', e.folder_id,
  'file', json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type, 'sha256', f.sha256),
  'fromId', f.declared_by, 'fromName', f.declared_by_name, 'at', iso(e.at), 'approval', e.approval,
  'assessedByName', e.assessed_by_name, 'assessedAt', iso(e.assessed_at), 'rejectReason', e.reject_reason) as "entry", "f"."party_id" as "partyId" from "archive_entries" as "e" inner join "files" as "f" on "f"."id" = "e"."file_id" where "e"."building_id" = $1 and "f"."state" = $2 and ("e"."approval" = $3 or "f"."declared_by" = $4) order by "e"."at" desc, "e"."id" limit $5;

-- archive/archive-queries.ts countAwaiting
select "e"."building_id" as "buildingId", count(*) as "count" from "archive_entries" as "e" inner join "files" as "f" on "f"."id" = "e"."file_id" where "e"."building_id" in ($1) and "e"."approval" = $2 and "f"."state" = $3 group by "e"."building_id";

-- archive/archive-queries.ts findArchiveEntryOfFile
select json_build_object(
  'id', e.id, 'tenantId', e.tenant_id, 'buildingId', e.building_id, 'folderId', e.folder_id,
  'file', json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type, 'sha256', f.sha256),
  'fromId', f.declared_by, 'fromName', f.declared_by_name, 'at', iso(e.at), 'approval', e.approval,
  'assessedByName', e.assessed_by_name, 'assessedAt', iso(e.assessed_at), 'rejectReason', e.reject_reason) as "body" from "archive_entries" as "e" inner join "files" as "f" on "f"."id" = "e"."file_id" where "e"."file_id" = $1;

-- archive/archive-queries.ts lockArchiveEntry
select json_build_object(
  'id', e.id, 'tenantId', e.tenant_id, 'buildingId', e.building_id, 'folderId', e.folder_id,
  'file', json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type, 'sha256', f.sha256),
  'fromId', f.declared_by, 'fromName', f.declared_by_name, 'at', iso(e.at), 'approval', e.approval,
  'assessedByName', e.assessed_by_name, 'assessedAt', iso(e.assessed_at), 'rejectReason', e.reject_reason) as "body" from "archive_entries" as "e" inner join "files" as "f" on "f"."id" = "e"."file_id" where "e"."id" = $1 for update of "e";

-- archive/archive-queries.ts saveAssessment
update "archive_entries" set "approval" = $1, "assessed_by" = $2, "assessed_by_name" = $3, "assessed_at" = $4, "reject_reason" = $5 where "id" = $6;

-- archive/archive-queries.ts insertArchiveEntry
insert into "archive_entries" ("id", "tenant_id", "building_id", "folder_id", "file_id", "at", "approval", "assessed_by", "assessed_by_name", "assessed_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict ("file_id") do nothing;
