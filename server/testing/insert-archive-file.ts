import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { saveFiles } from '#server/tasks/save-files.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** An entry of an archive as it stands, and who assessed it. */
export interface Assessed {
  readonly entry: Omit<ArchiveEntry, 'fromId' | 'fromName' | 'file'> & { readonly file: { readonly id: Id } };
  readonly assessedBy: Id | null;
}

/** Puts a file that has landed into its archive folder, assessed as the entry says. */
export async function writeArchiveEntry(trx: Transaction<Database>, assessed: Assessed): Promise<void> {
  const { entry, assessedBy } = assessed;
  await trx
    .insertInto('archive_entries')
    .values({
      id: entry.id,
      tenant_id: entry.tenantId,
      building_id: entry.buildingId,
      folder_id: entry.folderId,
      file_id: entry.file.id,
      at: entry.at,
      approval: entry.approval,
      assessed_by: assessedBy,
      assessed_by_name: entry.assessedByName,
      assessed_at: entry.assessedAt,
      reject_reason: entry.rejectReason,
    })
    .execute();
}

/** A file without a task, in any state, as an upload of staff or of an ad hoc user leaves it. */
export async function writeOwnFile(
  trx: Transaction<Database>,
  file: FileRecord,
  building: { tenantId: Id; buildingId: Id },
): Promise<void> {
  const place = { ...building, id: null };
  const declared = { ...file, state: 'declared' as const };
  await saveFiles(trx, [], [declared], place);
  await saveFiles(trx, [declared], [file], place);
}
