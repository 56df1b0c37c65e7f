import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { EngineState } from '#lib/sync/board.ts';
import { fileViews, type FileView } from '#lib/sync/file-view.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';

/**
 * What the person put into a building's archive, as far as this device knows: on its way or received, through tasks
 * open and past or without one. Works offline, where the archive's own list does not.
 */
export function readOwnInArchive(
  db: PersonDatabase,
  owner: { buildingId: Id; personId: Id },
  state: EngineState,
  now: number,
): Promise<FileView[]> {
  const tables = [db.buildings, db.tasks, db.pastTasks, db.ownFiles, db.uploads, db.outbox, db.meta];
  return db.transaction('r', tables, async () => {
    const building = await db.buildings.get(owner.buildingId);
    if (building === undefined || isLeaseOver(await readMeta(db.meta, 'contact'), now)) return [];
    const folders = new Set(building.body.folders.map((folder) => folder.id));
    const isHere = (file: { purpose: string; folderId: Id | null }) =>
      file.purpose === 'archive' && file.folderId !== null && folders.has(file.folderId);

    const uploads = await db.uploads.filter(isHere).toArray();
    const kept = new Set(uploads.map((row) => row.fileId));
    const withdrawn = await withdrawnFiles(db);
    const records = (await allRecords(db, owner.buildingId)).filter(
      (file) =>
        isHere(file) &&
        file.declaredBy === owner.personId &&
        !withdrawn.has(file.id) &&
        // Refused or expired, and its bytes are gone from here too: nothing is left of it.
        (kept.has(file.id) || (file.state !== 'refused' && file.state !== 'expired')),
    );
    return fileViews([...new Map(records.map((file) => [file.id, file])).values()], uploads, state);
  });
}

async function allRecords(db: PersonDatabase, buildingId: Id): Promise<FileRecord[]> {
  const tasks = await db.tasks.where('buildingId').equals(buildingId).toArray();
  const past = await db.pastTasks.toArray();
  const lone = await db.ownFiles.toArray();
  return [...[...past, ...tasks].flatMap((row) => row.body.files), ...lone.map((row) => row.body)];
}

/** Files the person has taken back, which the server may not know yet. */
async function withdrawnFiles(db: PersonDatabase): Promise<Set<Id>> {
  const entries = await db.outbox.toArray();
  return new Set(
    entries.flatMap(({ command, outcome }) =>
      command.type === 'cancel-file' && outcome?.status !== 'refused' ? [command.fileId] : [],
    ),
  );
}
