import type { Id } from '#shared/kernel/ids.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { UploadState } from '#lib/device/upload-row.ts';
import { copyingLock } from '#lib/sync/add-file.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { countChunks, freeBytes } from '#lib/sync/stored-bytes.ts';

/**
 * At every start: bytes that no upload speaks of go (a copy was interrupted, or freeing was), but for files that some
 * tab is copying just now. Uploads whose bytes the browser threw away are marked as lost, and their ids returned.
 */
export async function sweepBytes(
  ports: Pick<Ports, 'locks'>,
  database: Handle<PersonDatabase>,
  bytes: Handle<BytesDatabase>,
): Promise<Id[]> {
  // Read before the bytes are counted: a file that is added meanwhile has its bytes before its upload.
  const known = await database.use((db) => db.uploads.toArray());
  const stored = await countChunks(bytes);
  for (const fileId of stored.keys()) {
    await ports.locks.hold(copyingLock(fileId), { mode: 'exclusive', ifAvailable: true }, async (held) => {
      // Asked under the lock: a copy that ended meanwhile has its upload by now.
      if (held && (await database.use((db) => db.uploads.get(fileId))) === undefined) {
        await freeBytes(bytes, [fileId]);
      }
    });
  }
  const short = known.filter((row) => (stored.get(row.fileId) ?? 0) < row.chunks).map((row) => row.fileId);
  if (short.length === 0) return [];
  return database.use((db) =>
    db.transaction('rw', [db.uploads], async () => {
      const rows = await db.uploads.bulkGet(short);
      const lost = rows.filter((row) => row !== undefined).filter((row) => needsBytes.has(row.state));
      await db.uploads.bulkPut(lost.map((row) => ({ ...row, state: 'lost' as const })));
      return lost.map((row) => row.fileId);
    }),
  );
}

/** The server has the bytes of a landed file. */
const needsBytes: ReadonlySet<UploadState> = new Set(['queued', 'declared', 'refused']);
