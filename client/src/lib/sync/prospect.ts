import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { readMeta } from '#lib/device/meta.ts';
import { fold, type DeviceFacts, type Folded } from '#lib/sync/fold.ts';

/** What a command is about: a task, or (method 1's archive uploads) a file that belongs to none. */
export interface Subject {
  readonly taskId: Id | null;
  readonly fileId: Id | null;
}

/** One task or lone file as it lies on the device: confirmed, pending, and folded. */
export interface Prospect extends Folded {
  readonly confirmed: Situation;
  readonly entries: readonly OutboxEntry[];
  readonly facts: DeviceFacts;
}

/** The tables `loadProspect` reads: whoever calls it inside a transaction names them. */
export function prospectTables(db: PersonDatabase) {
  return [db.tasks, db.buildings, db.pastTasks, db.ownFiles, db.outbox, db.attention, db.uploads, db.meta];
}

/** Reads a subject in the running transaction. null while the profile has not come: nothing can be predicted. */
export async function loadProspect(db: PersonDatabase, subject: Subject): Promise<Prospect | null> {
  const profile = await readMeta(db.meta, 'profile');
  if (profile === undefined) return null;
  const task = subject.taskId === null ? undefined : await db.tasks.get(subject.taskId);
  const lone =
    subject.taskId === null && subject.fileId !== null ? await db.ownFiles.get(subject.fileId) : undefined;
  const confirmed = { task: task?.body ?? null, file: lone?.body ?? null };
  const entries = await pendingOf(db, subject);
  const facts = await loadFacts(db, subject, profile.body, confirmed);
  const commands = entries.map((entry) => entry.command);
  return { ...fold(confirmed, commands, facts), confirmed, entries, facts };
}

/** The unsettled commands on a subject, in order. */
export async function pendingOf(db: PersonDatabase, { taskId, fileId }: Subject): Promise<OutboxEntry[]> {
  if (taskId !== null) return db.outbox.where('taskId').equals(taskId).sortBy('seq');
  if (fileId === null) return [];
  const all = await db.outbox.orderBy('seq').toArray();
  return all.filter(
    ({ command }) => command.taskId === null && 'fileId' in command && command.fileId === fileId,
  );
}

async function loadFacts(
  db: PersonDatabase,
  subject: Subject,
  actor: Actor,
  confirmed: Situation,
): Promise<DeviceFacts> {
  const past = subject.taskId === null ? undefined : await db.pastTasks.get(subject.taskId);
  const buildings = await reachable(db, confirmed);
  const elsewhere = subject.fileId === null ? null : await findFile(db, subject.fileId);
  return {
    actor,
    former: past !== undefined,
    clockOffset: (await readMeta(db.meta, 'contact'))?.offset ?? 0,
    folderOf: (folderId) => folderIn(buildings, folderId),
    fileOf: (fileId) => (elsewhere?.id === fileId ? elsewhere : null),
  };
}

/** A task's folders are its building's; a lone file may name any building on the device. */
async function reachable(db: PersonDatabase, { task }: Situation): Promise<Building[]> {
  if (task === null) return (await db.buildings.toArray()).map((row) => row.body);
  const row = await db.buildings.get(task.buildingId);
  return row === undefined ? [] : [row.body];
}

/** A folder of one of these buildings, as the rules know it. */
export function folderIn(buildings: readonly Building[], folderId: Id) {
  const building = buildings.find((one) => one.folders.some((folder) => folder.id === folderId));
  return building === undefined
    ? null
    : { id: folderId, tenantId: building.tenantId, buildingId: building.id };
}

/** Where a file of this device was declared before: its upload says which task to look in. */
async function findFile(db: PersonDatabase, fileId: Id): Promise<FileRecord | null> {
  const upload = await db.uploads.get(fileId);
  if (upload === undefined) return null;
  if (upload.taskId === null) return (await db.ownFiles.get(fileId))?.body ?? null;
  const task = await db.tasks.get(upload.taskId);
  return task?.body.files.find((file) => file.id === fileId) ?? null;
}
