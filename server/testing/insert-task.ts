import type { Kysely, Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { recordTaskGrants } from '#server/grants/grant-queries.ts';
import type { GrantCause } from '#server/grants/grant-table.ts';
import { saveFiles } from '#server/tasks/save-files.ts';
import { saveTask } from '#server/tasks/save-task.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { now } from '#shared/testing/builders.ts';
import { buildings } from '#shared/testing/places.ts';

/**
 * Writes a task as it stands, in any state, with everything that hangs on it: the rows its history would have left.
 * Files that are available in an archive get their entries; live grants get their history.
 */
export async function insertTask(db: Kysely<Database>, task: Task): Promise<void> {
  await withScope(db, { kind: 'tenant', tenantId: task.tenantId }, (trx) => writeTask(trx, task));
}

/** The same inside a transaction that has its scope. */
export async function writeTask(trx: Transaction<Database>, task: Task): Promise<void> {
  // Files are written as declared, then moved to where they stand: as their lives go.
  const declared = task.files.map((file) => ({ ...file, state: 'declared' as const }));
  await saveTask(trx, null, { ...task, files: declared });
  await saveTask(trx, { ...task, files: declared }, task);
  for (const file of task.files) await writeArchiveEntry(trx, file, task);
  await recordTaskGrants(trx, [task.id], { now: task.createdAt, began: 'assigned', ended: 'reassigned' });
}

async function writeArchiveEntry(trx: Transaction<Database>, file: FileRecord, task: Task): Promise<void> {
  if (file.purpose !== 'archive' || file.state !== 'available' || file.folderId === null) return;
  await trx
    .insertInto('archive_entries')
    .values({
      id: uuid(),
      tenant_id: task.tenantId,
      building_id: task.buildingId,
      folder_id: file.folderId,
      file_id: file.id,
      at: file.availableAt ?? now,
      approval: file.approval ?? 'awaiting',
    })
    .execute();
}

/** A row of grant history saying that the person had the task until `endedBy`. */
export async function insertFormerGrant(
  db: Kysely<Database>,
  former: { personId: Id; partyId: Id; task: Task; endedBy: GrantCause },
): Promise<void> {
  const { task } = former;
  await withScope(db, { kind: 'tenant', tenantId: task.tenantId }, async (trx) => {
    await trx
      .insertInto('grant_history')
      .values({
        tenant_id: task.tenantId,
        person_id: former.personId,
        party_id: former.partyId,
        building_id: task.buildingId,
        task_id: task.id,
        began_at: task.createdAt,
        began_by: 'assigned',
        ended_at: task.closedAt ?? now,
        ended_by: former.endedBy,
      })
      .execute();
  });
}

/** An archive file without a task, as a method-1 user's upload leaves it; its folder must be in the invented world. */
export async function insertOwnFile(db: Kysely<Database>, file: FileRecord): Promise<void> {
  const building = buildings.find((one) => one.folders.some((folder) => folder.id === file.folderId));
  const { tenantId, id: buildingId } = must(building, 'building of the folder');
  await withScope(db, { kind: 'tenant', tenantId }, async (trx) => {
    const place = { tenantId, buildingId, id: null };
    const declared = { ...file, state: 'declared' as const };
    await saveFiles(trx, [], [declared], place);
    await saveFiles(trx, [declared], [file], place);
  });
}
