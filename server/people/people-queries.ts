import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What signing in compares; needs the sign-in scope, since nobody is known yet. */
export type Credentials = Readonly<{ personId: Id; passwordHash: string | null }>;

/** The credentials of the active person with this e-mail (lower case), or null. */
export async function findCredentials(db: Kysely<Database>, email: string): Promise<Credentials | null> {
  const row = await db
    .selectFrom('people')
    .select(['id', 'password_hash'])
    .where('email', '=', email)
    .where('active', '=', true)
    .executeTakeFirst();
  return row ? { personId: row.id, passwordHash: row.password_hash } : null;
}

/** The active person's address, or null. */
export async function findEmail(db: Kysely<Database>, personId: Id): Promise<string | null> {
  const row = await db
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .where('active', '=', true)
    .executeTakeFirst();
  return row?.email ?? null;
}

/** Stores a new hash for an active person; false when there is none. */
export async function savePasswordHash(
  trx: Transaction<Database>,
  personId: Id,
  passwordHash: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('people')
    .set({ password_hash: passwordHash })
    .where('id', '=', personId)
    .where('active', '=', true)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
