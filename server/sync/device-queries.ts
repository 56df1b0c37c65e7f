import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** A device as the server knows it: `nextSeq` is the number it expects next. */
export interface Device {
  readonly id: Id;
  readonly nextSeq: number;
  readonly blocked: boolean;
  readonly holdingHash: string | null;
}

/**
 * First in the lock order: the device's row, made at its first contact. undefined: the id belongs to somebody else,
 * so the caller must answer as if the device had been cloned.
 */
export async function lockDevice(
  trx: Transaction<Database>,
  device: { id: Id; personId: Id; appVersion: string; now: Instant },
): Promise<Device | undefined> {
  await trx
    .insertInto('devices')
    .values({
      id: device.id,
      person_id: device.personId,
      app_version: device.appVersion,
      last_contact_at: device.now,
      created_at: device.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('devices')
    .select(['id', 'next_seq', 'blocked', 'holding_hash'])
    .where('id', '=', device.id)
    .where('person_id', '=', device.personId)
    .forUpdate()
    .executeTakeFirst();
  return row && toDevice(row);
}

/** The device, if it is this person's. */
export async function findDevice(db: Kysely<Database>, id: Id, personId: Id): Promise<Device | undefined> {
  const row = await db
    .selectFrom('devices')
    .select(['id', 'next_seq', 'blocked', 'holding_hash'])
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row && toDevice(row);
}

function toDevice(row: {
  id: string;
  next_seq: string;
  blocked: boolean;
  holding_hash: string | null;
}): Device {
  return { id: row.id, nextSeq: Number(row.next_seq), blocked: row.blocked, holdingHash: row.holding_hash };
}

/** Advances the sequence and notes the contact; in the transaction of the effects. */
export async function saveDevice(
  trx: Transaction<Database>,
  device: { id: Id; nextSeq: number; appVersion: string; now: Instant },
): Promise<void> {
  await trx
    .updateTable('devices')
    .set({ next_seq: device.nextSeq, app_version: device.appVersion, last_contact_at: device.now })
    .where('id', '=', device.id)
    .execute();
}

/** Counts a failure of the server on the command with this number, and returns how many there were in a row. */
export async function countFailure(
  trx: Transaction<Database>,
  device: Parameters<typeof lockDevice>[1],
  seq: number,
): Promise<number> {
  // The failed transaction took the row of a new device with it.
  await lockDevice(trx, device);
  const row = await trx
    .updateTable('devices')
    .set({
      failing_seq: seq,
      failed_tries: sql<number>`case when failing_seq = ${seq} then failed_tries + 1 else 1 end`,
    })
    .where('id', '=', device.id)
    .where('person_id', '=', device.personId)
    .returning('failed_tries')
    .executeTakeFirst();
  return row?.failed_tries ?? 0;
}
