import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { fileDocument } from '#server/files/file-queries.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** A file with the place it is in and the key of its bytes. */
export interface PlacedFile {
  readonly file: FileRecord;
  readonly tenantId: Id;
  readonly buildingId: Id;
  readonly taskId: Id | null;
  readonly storageKey: string;
}

/** The file with its place, if it is in the scope. */
export async function findPlacedFile(db: Kysely<Database>, fileId: Id): Promise<PlacedFile | undefined> {
  return db
    .selectFrom('files as f')
    .select([
      fileDocument.as('file'),
      'f.tenant_id as tenantId',
      'f.building_id as buildingId',
      'f.task_id as taskId',
      'f.storage_key as storageKey',
    ])
    .where('f.id', '=', fileId)
    .executeTakeFirst();
}

/** Stores a person's ticket by its hash, and forgets their old ones. */
export async function insertTicket(
  trx: Transaction<Database>,
  ticket: { hash: string; fileId: Id; personId: Id; expiresAt: Instant; now: Instant },
): Promise<void> {
  await trx.deleteFrom('file_tickets').where('expires_at', '<', new Date(ticket.now)).execute();
  await trx
    .insertInto('file_tickets')
    .values({
      ticket_hash: ticket.hash,
      file_id: ticket.fileId,
      person_id: ticket.personId,
      expires_at: ticket.expiresAt,
    })
    .execute();
}

/** Which file the person's ticket is for, while it lives. */
export async function findTicketFile(
  db: Kysely<Database>,
  ticket: { hash: string; personId: Id; now: Instant },
): Promise<Id | undefined> {
  const row = await db
    .selectFrom('file_tickets')
    .select('file_id')
    .where('ticket_hash', '=', ticket.hash)
    .where('person_id', '=', ticket.personId)
    .where('expires_at', '>', new Date(ticket.now))
    .executeTakeFirst();
  return row?.file_id;
}
