import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Sender } from '#server/sync/apply-commands.ts';
import { decodeCookie, encodeCookie, readCookie } from '#server/sync/cookie.ts';
import { getPullLook, type PullLook } from '#server/sync/pull-look-queries.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { digestOf } from '#shared/sync/digest.ts';
import type { PullLine, PullRequest } from '#shared/sync/pull-message.ts';
import { heldKey } from '#shared/sync/scope.ts';

/**
 * The first thing a pull does, in one call of the database: most pulls end here. Nothing is new (the whole answer is
 * given) where no stamp that the cookie's snapshot did not see concerns the person, no outcome waits, and the device
 * holds what it was allowed then.
 */
export async function lookForDevice(
  db: Kysely<Database>,
  { personId, scope, device }: Sender & { device: NonNullable<Sender['device']> },
  request: PullRequest,
  now: Instant,
): Promise<{ device: PullLook['device']; nothingNew: PullLine[] | null }> {
  const told = request.page === null && request.cookie !== null ? readCookie(request.cookie) : null;
  const who = { personId, tenantIds: scope.tenantIds, deviceId: device.id };
  const look = await getPullLook(db, who, told?.snapshot ?? null);
  const cookie = told === null ? null : decodeCookie(request.cookie ?? '', look.epoch, now);
  const quiet =
    look.quiet &&
    cookie !== null &&
    cookie.held === digestHeld(request) &&
    (look.device?.nextSeq ?? 1) === request.ackedSeq + 1 &&
    !request.verify;
  if (!quiet) return { device: look.device, nothingNew: null };
  const next = encodeCookie({ epoch: look.epoch, snapshot: look.snapshot, at: now, held: cookie.held });
  return {
    device: look.device,
    nothingNew: [
      { line: 'head', protocol: request.protocol, epoch: look.epoch },
      { line: 'acks', nextSeq: request.ackedSeq + 1, outcomes: [] },
      { line: 'end', cookie: next, more: false, serverTime: now },
    ],
  };
}

function digestHeld({ held }: PullRequest): string {
  return Array.isArray(held) ? digestOf(held.map(heldKey)) : held.digest;
}
