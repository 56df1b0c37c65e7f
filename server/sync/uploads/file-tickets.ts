import type { Kysely, Transaction } from 'kysely';
import { hashSecret, isToken, mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { fileDocument } from '#server/files/file-queries.ts';
import { mayReadFile, type PlacedFile } from '#server/sync/uploads/may-read-file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';

/** How long a ticket lives, in seconds. */
export const ticketSeconds = 60;

interface Reader {
  readonly actor: Actor;
  readonly scope: Extract<DbScope, { kind: 'person' }>;
}

/** A ticket for bytes the person may read now: 32 random bytes, stored as a hash. null: nothing they may read. */
export async function issueTicket(
  db: Kysely<Database>,
  { actor, scope }: Reader,
  fileId: Id,
  now: Instant,
): Promise<string | null> {
  return withScope(db, scope, async (trx) => {
    const placed = await findPlacedFile(trx, fileId);
    if (placed === undefined || !(await mayReadFile(trx, actor, placed, now))) return null;
    const ticket = mintToken();
    await trx.deleteFrom('file_tickets').where('expires_at', '<', new Date(now)).execute();
    await trx
      .insertInto('file_tickets')
      .values({
        ticket_hash: hashSecret(ticket),
        file_id: fileId,
        person_id: actor.personId,
        expires_at: laterBy(now, ticketSeconds * 1000),
      })
      .execute();
    return ticket;
  });
}

/**
 * What a ticket opens. `unknown`: never issued, to somebody else, or older than its life. `ended`: the person may not
 * read it any more; a ticket only stands for the asking, the grant is asked again.
 */
export async function redeemTicket(
  db: Kysely<Database>,
  { actor, scope }: Reader,
  ticket: string,
  now: Instant,
): Promise<PlacedFile | 'unknown' | 'ended'> {
  if (!isToken(ticket)) return 'unknown';
  return withScope(db, scope, async (trx) => {
    const row = await trx
      .selectFrom('file_tickets')
      .select('file_id')
      .where('ticket_hash', '=', hashSecret(ticket))
      .where('person_id', '=', actor.personId)
      .where('expires_at', '>', new Date(now))
      .executeTakeFirst();
    if (row === undefined) return 'unknown';
    const placed = await findPlacedFile(trx, row.file_id);
    return placed !== undefined && (await mayReadFile(trx, actor, placed, now)) ? placed : 'ended';
  });
}

async function findPlacedFile(trx: Transaction<Database>, fileId: Id): Promise<PlacedFile | undefined> {
  return trx
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
