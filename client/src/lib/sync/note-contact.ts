import { millis, type Instant } from '#shared/kernel/instant.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { Clock } from '#lib/sync/ports.ts';

/** Notes, in the running transaction, that the server answered just now, and its clock where the answer told it. */
export async function noteContact(
  clock: Clock,
  db: PersonDatabase,
  serverTime: Instant | null,
): Promise<void> {
  const at = clock.now();
  const before = await readMeta(db.meta, 'contact');
  const offset = serverTime === null ? (before?.offset ?? null) : millis(serverTime) - at;
  await writeMeta(db.meta, 'contact', { at, offset });
}
