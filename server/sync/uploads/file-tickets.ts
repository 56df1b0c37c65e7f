import type { Kysely } from 'kysely';
import { hashSecret, isToken, mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import {
  findPlacedFile,
  findTicketFile,
  insertTicket,
  type PlacedFile,
} from '#server/files/ticket-queries.ts';
import { mayReadFile } from '#server/sync/uploads/may-read-file.ts';
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
    const expiresAt = laterBy(now, ticketSeconds * 1000);
    await insertTicket(trx, { hash: hashSecret(ticket), fileId, personId: actor.personId, expiresAt, now });
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
    const { personId } = actor;
    const fileId = await findTicketFile(trx, { hash: hashSecret(ticket), personId, now });
    if (fileId === undefined) return 'unknown';
    const placed = await findPlacedFile(trx, fileId);
    return placed !== undefined && (await mayReadFile(trx, actor, placed, now)) ? placed : 'ended';
  });
}
