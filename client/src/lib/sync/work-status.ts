import type { Instant } from '#shared/kernel/instant.ts';
import { readMeta, type Meta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { loadWork, waitingIn } from '#lib/sync/holding.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** What lies on the device, in numbers: for the line at the top, "can I leave?" and signing out. */
export interface WorkStatus {
  /** Commands and files on their way, without what was refused. */
  readonly onDevice: number;
  readonly files: number;
  /** Bytes the server lacks. */
  readonly bytes: number;
  readonly attention: number;
  /** When the oldest of them was made. */
  readonly oldestAt: Instant | null;
  readonly lastContact: Instant | null;
  /** Server's clock minus the device's at the last contact, milliseconds; null before it. */
  readonly clockOffset: number | null;
  readonly leaseOver: boolean;
  readonly storage: Meta['storage'] | null;
}

/** Reads the numbers, as of one moment. */
export function readWorkStatus(db: PersonDatabase, now: number): Promise<WorkStatus> {
  return db.transaction('r', [db.outbox, db.uploads, db.attention, db.meta], async () => {
    const work = await loadWork(db);
    const contact = await readMeta(db.meta, 'contact');
    const refused = work.uploads.filter((row) => row.state === 'refused');
    const underway = waitingIn({
      outbox: work.outbox,
      uploads: work.uploads.filter((row) => row.state !== 'refused'),
      attention: [],
    });
    const files = work.uploads.filter((row) => row.state === 'queued' || row.state === 'declared');
    return {
      onDevice: underway.length,
      files: files.length,
      bytes: files.reduce((sum, row) => sum + row.size - row.offset, 0),
      attention: work.attention.length,
      oldestAt: [...underway, ...refused].map((item) => item.madeAt).sort()[0] ?? null,
      lastContact: contact === undefined ? null : toInstant(contact.at),
      clockOffset: contact?.offset ?? null,
      leaseOver: isLeaseOver(contact, now),
      storage: (await readMeta(db.meta, 'storage')) ?? null,
    };
  });
}
