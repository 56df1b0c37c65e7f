import type { Kysely } from 'kysely';
import type { AuthLimits } from '#server/auth/auth-limits.ts';
import { queuePasswordMail } from '#server/auth/queue-password-mail.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { findCredentials } from '#server/people/people-queries.ts';

/**
 * Decides on a request for a password mail, as a job, so that the one who asked learns nothing: mail goes only to an
 * active person, at most three times an hour.
 */
export async function answerForgot(
  deps: { db: Kysely<Database>; clock: Clock; limits: Pick<AuthLimits, 'admitsPasswordMail'> },
  email: string,
): Promise<void> {
  const { db, clock, limits } = deps;
  const found = await withScope(db, { kind: 'sign-in' }, (trx) => findCredentials(trx, email));
  if (!found || !(await limits.admitsPasswordMail(found.personId))) return;
  await withScope(db, { kind: 'sign-in' }, (trx) =>
    queuePasswordMail(trx, { personId: found.personId, reason: 'forgot', now: clock() }),
  );
}
