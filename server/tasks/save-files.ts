import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { TakenId } from '#server/db/taken-id.ts';
import type { FileRecord, FileState } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What may be declared again. */
const ended: readonly FileState[] = ['refused', 'cancelled', 'expired'];

/** Where the files of one decision belong. */
export interface FilePlace {
  readonly tenantId: Id;
  readonly buildingId: Id;
  /** The task's id; null for archive uploads without a task. */
  readonly id: Id | null;
}

/**
 * Writes declared files and changed states. A file that was refused, cancelled or had expired may come again, also in
 * another task of the tenant: its row moves there, with no bytes yet. Throws TakenId where the id is another file's.
 */
export async function saveFiles(
  trx: Transaction<Database>,
  before: readonly FileRecord[],
  after: readonly FileRecord[],
  place: FilePlace,
): Promise<void> {
  for (const file of after) {
    const was = before.find((one) => one.id === file.id);
    if (was === file) continue;
    // New here: declared in this very decision, even if it has ended in it as well.
    const declared = was === undefined || (file.state === 'declared' && was.state !== 'declared');
    await (declared ? declare(trx, file, place) : change(trx, file));
  }
}

async function declare(trx: Transaction<Database>, file: FileRecord, place: FilePlace): Promise<void> {
  const fields = {
    tenant_id: place.tenantId,
    building_id: place.buildingId,
    task_id: place.id,
    purpose: file.purpose,
    folder_id: file.folderId,
    checklist_id: file.checklistId,
    question_id: file.questionId,
    name: file.name,
    size: file.size,
    sha256: file.sha256,
    type: null,
    declared_by_name: file.declaredByName,
    party_id: file.partyId,
    declared_at: file.declaredAt,
    available_at: null,
    state: file.state,
    refusal_code: file.refusalCode,
    upload_id: null,
    restarted: false,
    progress_at: null,
  };
  const row = await trx
    .insertInto('files')
    .values({ id: file.id, declared_by: file.declaredBy, ...fields })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(fields)
        .where('files.tenant_id', '=', place.tenantId)
        .where('files.declared_by', '=', file.declaredBy)
        .where('files.state', 'in', ended),
    )
    .returning('id')
    .executeTakeFirst();
  // Somebody declared it between our look and our write.
  if (row === undefined) throw new TakenId('file');
}

async function change(trx: Transaction<Database>, file: FileRecord): Promise<void> {
  await trx
    .updateTable('files')
    .set({
      state: file.state,
      refusal_code: file.refusalCode,
      type: file.type,
      available_at: file.availableAt,
    })
    .where('id', '=', file.id)
    .execute();
}
