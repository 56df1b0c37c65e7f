import type { Instant } from '#shared/kernel/instant.ts';
import { readMeta, type Meta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { engineAtRest } from '#lib/sync/board.ts';
import { loadWork, type OwnWork } from '#lib/sync/holding.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { isGoing, outboxItems } from '#lib/sync/outbox-list.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** What lies on the device, in numbers: for the line at the top, "can I leave?" and signing out. */
export interface WorkStatus {
  /** Commands and files on their way, without what was refused or lost; files until their hash is verified. */
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

/** The person's own work and the numbers of it, as of one moment. */
export interface DeviceWork {
  readonly own: OwnWork;
  readonly status: WorkStatus;
}

/** Reads it in one transaction: whoever shows several things of it shows them of the same moment. */
export function readDeviceWork(db: PersonDatabase, now: number): Promise<DeviceWork> {
  return db.transaction('r', [db.outbox, db.uploads, db.attention, db.meta], async () => {
    const own = await loadWork(db);
    const contact = await readMeta(db.meta, 'contact');
    const storage = (await readMeta(db.meta, 'storage')) ?? null;
    return { own, status: { ...numbersOf(own), ...contactFacts(contact, now), storage } };
  });
}

/** What counts as being on the device is what the outbox lists and waiting helps. */
function numbersOf(own: OwnWork) {
  const underway = outboxItems(own, engineAtRest).filter(isGoing);
  const refused = own.uploads.filter((row) => row.state === 'refused');
  const files = own.uploads.filter((row) => row.state === 'queued' || row.state === 'declared');
  return {
    onDevice: underway.length,
    files: files.length,
    bytes: files.reduce((sum, row) => sum + row.size - row.offset, 0),
    attention: own.attention.length,
    oldestAt: [...underway, ...refused].map((item) => item.madeAt).sort()[0] ?? null,
  };
}

function contactFacts(contact: Meta['contact'] | undefined, now: number) {
  return {
    lastContact: contact === undefined ? null : toInstant(contact.at),
    clockOffset: contact?.offset ?? null,
    leaseOver: isLeaseOver(contact, now),
  };
}
