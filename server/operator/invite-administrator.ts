import type { Kysely } from 'kysely';
import { mintCode, showCode } from '#server/auth/mailed-code.ts';
import { replacePasswordToken } from '#server/auth/password-token-queries.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { queuePasswordMail } from '#server/auth/queue-password-mail.ts';
import { mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

const threeDaysMs = 72 * 3_600_000;

/** How the administrator gets to a first password: by mail, or by what the operator hands over. */
export type Invitation = Readonly<{ by: 'mail' } | { by: 'hand'; link: string; code: string }>;

/**
 * Invites by mail where the server sends mail; else makes the link and the code for the operator to hand over. Both
 * live three days and work once.
 */
export async function inviteAdministrator(
  deps: Readonly<{ db: Kysely<Database>; passwords: Pick<Passwords, 'hash'>; publicUrl: string }>,
  wanted: Readonly<{ personId: Id; by: Invitation['by']; now: Instant }>,
): Promise<Invitation> {
  const { db, passwords, publicUrl } = deps;
  const { personId, now } = wanted;
  if (wanted.by === 'mail') {
    await withScope(db, { kind: 'operator' }, (trx) =>
      queuePasswordMail(trx, { personId, reason: 'invitation', now }),
    );
    return { by: 'mail' };
  }
  const [token, code] = [mintToken(), mintCode()];
  const codeHash = await passwords.hash(code);
  await withScope(db, { kind: 'operator' }, (trx) =>
    replacePasswordToken(trx, { personId, token, codeHash, expiresAt: laterBy(now, threeDaysMs), now }),
  );
  return { by: 'hand', link: `${publicUrl}/password/${token}`, code: showCode(code) };
}
