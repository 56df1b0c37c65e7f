import type { Kysely } from 'kysely';
import type { Passwords } from '#server/auth/passwords.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { savePasswordHash } from '#server/people/people-queries.ts';
import { people, type PersonName } from '#shared/testing/people.ts';

/** What everybody's password is in a test that signs in by it. */
export const testPassword = 'katten sover på ovnen';

/** Gives these people the test password. */
export async function giveTestPasswords(
  deps: { db: Kysely<Database>; passwords: Passwords },
  ...names: PersonName[]
): Promise<void> {
  const hash = await deps.passwords.hash(testPassword);
  await withScope(deps.db, { kind: 'sign-in' }, async (trx) => {
    for (const name of names) await savePasswordHash(trx, people[name].id, hash);
  });
}
