import type { Kysely } from 'kysely';
import { removeExpiredSessions } from '#server/auth/lucia-sessions.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';

/** Removes what nobody can use any more: sessions, links and codes past their time, and counters of attempts. */
export async function sweepSignIn({ db, clock }: { db: Kysely<Database>; clock: Clock }): Promise<void> {
  const now = clock();
  await withScope(db, { kind: 'sign-in' }, async (trx) => {
    await removeExpiredSessions(trx, now);
    await trx.deleteFrom('password_tokens').where('expires_at', '<=', new Date(now)).execute();
    await trx
      .deleteFrom('rate_limits')
      .where('expire', '<', String(Date.parse(now)))
      .execute();
  });
}
