-- Written by `npm run sql`; the functions are in server/files/.

-- files/file-queries.ts listFilesById
select "f"."tenant_id" as "tenantId", "f"."task_id" as "taskId", json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) as "file" from "files" as "f" where "f"."id" in ($1);

-- files/file-queries.ts lockFilesById
select "id" from "files" where "id" in ($1) order by "id" for no key update;
select "f"."tenant_id" as "tenantId", "f"."task_id" as "taskId", json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) as "file" from "files" as "f" where "f"."id" in ($1);

-- files/ticket-queries.ts findPlacedFile
select json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
  (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end) as "file", "f"."tenant_id" as "tenantId", "f"."building_id" as "buildingId", "f"."task_id" as "taskId", "f"."storage_key" as "storageKey" from "files" as "f" where "f"."id" = $1;

-- files/ticket-queries.ts insertTicket
delete from "file_tickets" where "expires_at" < $1;
insert into "file_tickets" ("ticket_hash", "file_id", "person_id", "expires_at") values ($1, $2, $3, $4);

-- files/ticket-queries.ts findTicketFile
select "file_id" from "file_tickets" where "ticket_hash" = $1 and "person_id" = $2 and "expires_at" > $3;

-- files/upload-queries.ts findUpload
select "id" as "fileId", "tenant_id" as "tenantId", "task_id" as "taskId", "declared_by" as "declaredBy", "state", size::float8 as "size", "storage_key" as "storageKey", "upload_id" as "uploadId", "restarted", iso(coalesce(progress_at, declared_at)) as "progressAt" from "files" where "id" = $1;

-- files/upload-queries.ts findUploadByAddress
select "id" as "fileId", "tenant_id" as "tenantId", "task_id" as "taskId", "declared_by" as "declaredBy", "state", size::float8 as "size", "storage_key" as "storageKey", "upload_id" as "uploadId", "restarted", iso(coalesce(progress_at, declared_at)) as "progressAt" from "files" where ("upload_id" = $1 or "ended_upload_id" = $2) order by upload_id is not distinct from $3 desc limit $4;

-- files/upload-queries.ts lockUpload
select "id" as "fileId", "tenant_id" as "tenantId", "task_id" as "taskId", "declared_by" as "declaredBy", "state", size::float8 as "size", "storage_key" as "storageKey", "upload_id" as "uploadId", "restarted", iso(coalesce(progress_at, declared_at)) as "progressAt" from "files" where "id" = $1 for no key update;

-- files/upload-queries.ts listOutstandingUploads
select "id" as "fileId", "tenant_id" as "tenantId", "task_id" as "taskId", "declared_by" as "declaredBy", "state", size::float8 as "size", "storage_key" as "storageKey", "upload_id" as "uploadId", "restarted", iso(coalesce(progress_at, declared_at)) as "progressAt" from "files" where "state" in ($1, $2, $3) order by "declared_at";

-- files/upload-queries.ts listUploadsToRemove
select "id" as "fileId", "tenant_id" as "tenantId", "task_id" as "taskId", "declared_by" as "declaredBy", "state", size::float8 as "size", "storage_key" as "storageKey", "upload_id" as "uploadId", "restarted", iso(coalesce(progress_at, declared_at)) as "progressAt" from "files" where "state" in ($1, $2, $3) and "upload_id" is not null;

-- files/upload-queries.ts beginUpload
update "files" set "upload_id" = $1, "ended_upload_id" = coalesce(upload_id, ended_upload_id) where "id" = $2;

-- files/upload-queries.ts endUpload
update "files" set "upload_id" = $1, "ended_upload_id" = coalesce(upload_id, ended_upload_id) where "id" = $2;

-- files/upload-queries.ts noteProgress
update "files" set "state" = $1, "progress_at" = $2 where "id" = $3 and "state" in ($4, $5, $6);

-- files/upload-queries.ts startAgain
update "files" set "upload_id" = $1, "ended_upload_id" = coalesce(upload_id, ended_upload_id) where "id" = $2;
update "files" set "state" = $1, "restarted" = $2, "progress_at" = $3 where "id" = $4 and "state" in ($5, $6, $7);

-- files/upload-queries.ts endFile
update "files" set "state" = $1, "refusal_code" = $2 where "id" = $3 and "state" in ($4, $5, $6) returning "id";
