import type { Kysely } from 'kysely';
import { startSession } from '#server/auth/lucia-sessions.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { actorOf, type PersonName } from '#shared/testing/people.ts';

/** Signs somebody of the invented world in, without the half second of hashing; gives the cookie as it is sent. */
export async function beginSession(db: Kysely<Database>, name: PersonName, now: Instant): Promise<string> {
  const session = await withScope(db, { kind: 'sign-in' }, (trx) =>
    startSession(trx, actorOf(name), { replacing: undefined, label: null, now }),
  );
  return `oppdrag=${session.token}`;
}
