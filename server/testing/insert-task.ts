import type { Kysely, Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { recordTaskGrants } from '#server/grants/grant-queries.ts';
import type { GrantCause } from '#server/grants/grant-table.ts';
import { writeArchiveEntry, writeOwnFile, type Assessed } from '#server/testing/insert-archive-file.ts';
import { saveTask } from '#server/tasks/save-task.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { now } from '#shared/testing/builders.ts';
import { buildings } from '#shared/testing/places.ts';

/** How long somebody had a task, and why; `endedAt` null: still. */
export interface GrantSpan {
  readonly personId: Id;
  readonly partyId: Id;
  readonly beganAt: Instant;
  readonly beganBy: GrantCause;
  readonly endedAt: Instant | null;
  readonly endedBy: GrantCause | null;
}

/** What a task does not tell about its past. */
export interface TaskPast {
  readonly grants?: readonly GrantSpan[];
  /** How its archive files were assessed; those not named await it, or stand as the file says. */
  readonly assessed?: readonly Assessed[];
}

/**
 * Writes a task as it stands, in any state, with everything that hangs on it: the rows its history would have left.
 * Files that are available in an archive get their entries; live grants get their history.
 */
export async function insertTask(db: Kysely<Database>, task: Task): Promise<void> {
  await withScope(db, { kind: 'tenant', tenantId: task.tenantId }, (trx) => writeTask(trx, task));
}

/** The same inside a transaction that has its scope. Live grants that the past does not name began with the task. */
export async function writeTask(
  trx: Transaction<Database>,
  task: Task,
  { grants = [], assessed = [] }: TaskPast = {},
): Promise<void> {
  // Files are written as declared, then moved to where they stand: as their lives go.
  const declared = task.files.map((file) => ({ ...file, state: 'declared' as const }));
  await saveTask(trx, null, { ...task, files: declared });
  await saveTask(trx, { ...task, files: declared }, task);
  for (const file of task.files) {
    if (file.purpose !== 'archive' || file.state !== 'available') continue;
    const known = assessed.find(({ entry }) => entry.file.id === file.id);
    await writeArchiveEntry(trx, known ?? asItStands(file, task));
  }
  await writeGrants(trx, task, grants);
  await recordTaskGrants(trx, [task.id], { now: task.createdAt, began: 'assigned', ended: 'reassigned' });
}

function asItStands(file: FileRecord, task: Task): Assessed {
  return {
    entry: {
      id: uuid(),
      tenantId: task.tenantId,
      buildingId: task.buildingId,
      folderId: must(file.folderId, 'folder of an archive file'),
      file,
      at: file.availableAt ?? now,
      approval: file.approval ?? 'awaiting',
      assessedByName: null,
      assessedAt: null,
      rejectReason: null,
    },
    assessedBy: null,
  };
}

async function writeGrants(
  trx: Transaction<Database>,
  task: Task,
  grants: readonly GrantSpan[],
): Promise<void> {
  if (grants.length === 0) return;
  await trx
    .insertInto('grant_history')
    .values(
      grants.map((grant) => ({
        tenant_id: task.tenantId,
        person_id: grant.personId,
        party_id: grant.partyId,
        building_id: task.buildingId,
        task_id: task.id,
        began_at: grant.beganAt,
        began_by: grant.beganBy,
        ended_at: grant.endedAt,
        ended_by: grant.endedBy,
      })),
    )
    .execute();
}

/** A row of grant history saying that the person had the task until `endedBy`. */
export async function insertFormerGrant(
  db: Kysely<Database>,
  former: { personId: Id; partyId: Id; task: Task; endedBy: GrantCause; endedAt?: Instant | undefined },
): Promise<void> {
  const { task, personId, partyId, endedBy, endedAt = task.closedAt ?? now } = former;
  const began = { beganAt: task.createdAt, beganBy: 'assigned' } as const;
  await withScope(db, { kind: 'tenant', tenantId: task.tenantId }, (trx) =>
    writeGrants(trx, task, [{ personId, partyId, ...began, endedAt, endedBy }]),
  );
}

/** An archive file without a task, as a method-1 user's upload leaves it; its folder must be in the invented world. */
export async function insertOwnFile(db: Kysely<Database>, file: FileRecord): Promise<void> {
  const building = buildings.find((one) => one.folders.some((folder) => folder.id === file.folderId));
  const { tenantId, id: buildingId } = must(building, 'building of the folder');
  await withScope(db, { kind: 'tenant', tenantId }, (trx) =>
    writeOwnFile(trx, file, { tenantId, buildingId }),
  );
}
