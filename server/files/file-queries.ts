import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** A file as `FileRecord`, from a row aliased `f`; its approval comes from the archive entry, once it has landed. */
export const fileDocument = sql<FileRecord>`json_build_object(
  'id', f.id, 'purpose', f.purpose, 'folderId', f.folder_id, 'checklistId', f.checklist_id,
  'questionId', f.question_id, 'name', f.name, 'size', f.size, 'sha256', f.sha256, 'type', f.type,
  'declaredBy', f.declared_by, 'declaredByName', f.declared_by_name, 'partyId', f.party_id,
  'declaredAt', iso(f.declared_at), 'availableAt', iso(f.available_at), 'state', f.state,
  'refusalCode', f.refusal_code,
  'approval', case when f.purpose = 'archive' then coalesce(
    (select e.approval from archive_entries e where e.file_id = f.id), 'awaiting') end)`;

/** A file with the tenant and the task it belongs to. */
export interface KnownFile {
  readonly tenantId: Id;
  readonly taskId: Id | null;
  readonly file: FileRecord;
}

/** The files with where each belongs; those outside the scope are left out. */
export async function listFilesById(db: Kysely<Database>, ids: readonly Id[]): Promise<KnownFile[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('files as f')
    .select(['f.tenant_id as tenantId', 'f.task_id as taskId', fileDocument.as('file')])
    .where('f.id', 'in', [...ids])
    .execute();
}

/** The same with their rows locked, in order of their ids: after task rows and anchors. */
export async function lockFilesById(trx: Transaction<Database>, ids: readonly Id[]): Promise<KnownFile[]> {
  if (ids.length === 0) return [];
  // First locked, then read: a row that was waited for is read as its writer left it, with its archive entry.
  await trx
    .selectFrom('files')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return listFilesById(trx, ids);
}
