import type { Id } from '#shared/kernel/ids.ts';
import { discard } from '#lib/sync/discard.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { queueCommand, type Queued } from '#lib/sync/queue-command.ts';
import { freeBytes } from '#lib/sync/stored-bytes.ts';

/**
 * The person takes a file back before it has arrived: the server is told by a command, the bytes leave the device. A
 * refused file is discarded instead. null: this device has no such file.
 */
export async function cancelFile(places: OwnPlaces, fileId: Id): Promise<Queued | null> {
  const { ports, database, bytes } = places;
  const upload = await database.use((db) => db.uploads.get(fileId));
  if (upload === undefined) return null;
  if (upload.state === 'refused') {
    await discard(places, upload.declareId);
    return { queued: true, id: upload.declareId };
  }
  const queued = await queueCommand(
    ports,
    database,
    { type: 'cancel-file', taskId: upload.taskId, fileId },
    { beside: async (db) => void (await db.uploads.delete(fileId)) },
  );
  if (queued.queued) await freeBytes(bytes, [fileId]);
  return queued;
}
