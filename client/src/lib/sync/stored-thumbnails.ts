import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';

interface Places {
  readonly database: Handle<PersonDatabase>;
  readonly bytes: Handle<BytesDatabase>;
}

/** Keeps the small picture of a file, for as long as the device has the file or the task it belongs to. */
export async function putThumbnail({ database, bytes }: Places, fileId: Id, picture: Blob): Promise<void> {
  const taskId = await database.use((db) => taskOf(db, fileId));
  if (taskId === null) return;
  const row = { fileId, taskId, type: picture.type, bytes: await picture.arrayBuffer() };
  await bytes.use((db) => db.thumbnails.put(row));
}

/** The small picture of a file, or null where the device has none. */
export async function getThumbnail({ bytes }: Places, fileId: Id): Promise<Blob | null> {
  const row = await bytes.use((db) => db.thumbnails.get(fileId));
  return row === undefined ? null : new Blob([row.bytes], { type: row.type });
}

/** Removes the pictures of files whose task has left the device, unless the file itself still waits here. */
export async function sweepThumbnails({ database, bytes }: Places): Promise<void> {
  const taskIds = await bytes.use((db) => db.thumbnails.orderBy('taskId').uniqueKeys());
  if (taskIds.length === 0) return;
  const held = new Set(await database.use((db) => db.tasks.where('id').anyOf(taskIds).primaryKeys()));
  const gone = taskIds.filter((id) => !held.has(String(id)));
  if (gone.length === 0) return;
  const fileIds = await bytes.use((db) => db.thumbnails.where('taskId').anyOf(gone).primaryKeys());
  const waiting = new Set(
    await database.use((db) => db.uploads.where('fileId').anyOf(fileIds).primaryKeys()),
  );
  await bytes.use((db) => db.thumbnails.bulkDelete(fileIds.filter((id) => !waiting.has(id))));
}

/** '' for a file without a task; null where the device knows no such file. */
async function taskOf(db: PersonDatabase, fileId: Id): Promise<Id | '' | null> {
  const upload = await db.uploads.get(fileId);
  if (upload !== undefined) return upload.taskId ?? '';
  // Received while its picture was being made.
  const task = await db.tasks.filter(({ body }) => body.files.some((file) => file.id === fileId)).first();
  return task?.id ?? null;
}
