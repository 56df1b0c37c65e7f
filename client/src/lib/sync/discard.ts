import type { Id } from '#shared/kernel/ids.ts';
import { isUnsettled } from '#lib/device/attention-item.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { freeBytes } from '#lib/sync/stored-bytes.ts';

/** The person gives a refused thing up: it leaves the list, and a file's bytes leave the device. */
export async function discard({ database, bytes }: OwnPlaces, itemId: Id): Promise<void> {
  const freed = await database.use((db) =>
    db.transaction('rw', [db.attention, db.uploads], async () => {
      const item = await db.attention.get(itemId);
      if (item === undefined || !isUnsettled(item)) return [];
      await db.attention.put({ ...item, status: 'discarded' });
      const upload = item.fileId === null ? undefined : await db.uploads.get(item.fileId);
      // Declared anew meanwhile: the file belongs to that command now.
      if (upload?.declareId !== itemId) return [];
      await db.uploads.delete(upload.fileId);
      return [upload.fileId];
    }),
  );
  await freeBytes(bytes, freed);
}
