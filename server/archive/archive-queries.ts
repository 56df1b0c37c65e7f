import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Approval } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

const entryDocument = sql<ArchiveEntry>`json_build_object(
  'id', e.id, 'tenantId', e.tenant_id, 'buildingId', e.building_id, 'folderId', e.folder_id,
  'file', json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type, 'sha256', f.sha256),
  'fromId', f.declared_by, 'fromName', f.declared_by_name, 'at', iso(e.at), 'approval', e.approval,
  'assessedByName', e.assessed_by_name, 'assessedAt', iso(e.assessed_at), 'rejectReason', e.reject_reason)`;

/** What an archive lists: a building, and whether files not approved are listed, or only the person's own. */
export interface ArchiveView {
  readonly buildingId: Id;
  readonly unapproved: 'all' | { ofPersonId: Id };
  readonly limit: number;
}

/** The entries of a building's archive, newest first, with the party each file was sent for. */
export async function listArchiveEntries(
  db: Kysely<Database>,
  view: ArchiveView,
): Promise<{ entry: ArchiveEntry; partyId: Id }[]> {
  const approved: Approval = 'approved';
  let query = db
    .selectFrom('archive_entries as e')
    .innerJoin('files as f', 'f.id', 'e.file_id')
    .select([entryDocument.as('entry'), 'f.party_id as partyId'])
    .where('e.building_id', '=', view.buildingId)
    .where('f.state', '=', 'available')
    .orderBy('e.at', 'desc')
    .orderBy('e.id')
    .limit(view.limit);
  const { unapproved } = view;
  if (unapproved !== 'all') {
    query = query.where((eb) =>
      eb.or([eb('e.approval', '=', approved), eb('f.declared_by', '=', unapproved.ofPersonId)]),
    );
  }
  return query.execute();
}

/** How many files in each building's archive wait to be assessed; buildings without any are left out. */
export async function countAwaiting(
  db: Kysely<Database>,
  buildingIds: readonly Id[],
): Promise<Map<Id, number>> {
  if (buildingIds.length === 0) return new Map();
  const awaiting: Approval = 'awaiting';
  const rows = await db
    .selectFrom('archive_entries as e')
    .innerJoin('files as f', 'f.id', 'e.file_id')
    .select(['e.building_id as buildingId', (eb) => eb.fn.countAll<string>().as('count')])
    .where('e.building_id', 'in', [...buildingIds])
    .where('e.approval', '=', awaiting)
    .where('f.state', '=', 'available')
    .groupBy('e.building_id')
    .execute();
  return new Map(rows.map((row) => [row.buildingId, Number(row.count)]));
}

/** The entry of a file, if it landed in an archive within the scope. */
export async function findArchiveEntryOfFile(
  db: Kysely<Database>,
  fileId: Id,
): Promise<ArchiveEntry | undefined> {
  const row = await db
    .selectFrom('archive_entries as e')
    .innerJoin('files as f', 'f.id', 'e.file_id')
    .select(entryDocument.as('body'))
    .where('e.file_id', '=', fileId)
    .executeTakeFirst();
  return row?.body;
}

/** The entry with its row locked, so that two assessments follow each other. */
export async function lockArchiveEntry(
  trx: Transaction<Database>,
  id: Id,
): Promise<ArchiveEntry | undefined> {
  const row = await trx
    .selectFrom('archive_entries as e')
    .innerJoin('files as f', 'f.id', 'e.file_id')
    .select(entryDocument.as('body'))
    .where('e.id', '=', id)
    .forUpdate('e')
    .executeTakeFirst();
  return row?.body;
}

/** Writes an assessment. */
export async function saveAssessment(
  trx: Transaction<Database>,
  entry: ArchiveEntry,
  assessedBy: Id,
): Promise<void> {
  await trx
    .updateTable('archive_entries')
    .set({
      approval: entry.approval,
      assessed_by: assessedBy,
      assessed_by_name: entry.assessedByName,
      assessed_at: entry.assessedAt,
      reject_reason: entry.rejectReason,
    })
    .where('id', '=', entry.id)
    .execute();
}

/** Puts a landed file into its folder, once; `assessedBy` where it is approved as it lands. */
export async function insertArchiveEntry(
  trx: Transaction<Database>,
  entry: {
    id: Id;
    folder: { id: Id; tenantId: Id; buildingId: Id };
    fileId: Id;
    at: Instant;
    assessedBy: { personId: Id; name: string } | null;
  },
): Promise<void> {
  const { folder, at, assessedBy } = entry;
  await trx
    .insertInto('archive_entries')
    .values({
      id: entry.id,
      tenant_id: folder.tenantId,
      building_id: folder.buildingId,
      folder_id: folder.id,
      file_id: entry.fileId,
      at,
      approval: assessedBy === null ? 'awaiting' : 'approved',
      assessed_by: assessedBy?.personId ?? null,
      assessed_by_name: assessedBy?.name ?? null,
      assessed_at: assessedBy === null ? null : at,
    })
    .onConflict((conflict) => conflict.column('file_id').doNothing())
    .execute();
}
