import type { Kysely, Transaction } from 'kysely';
import { hashSecret } from '#server/auth/session-token.ts';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** How often a mailed code may be tried. */
const tries = 5;

/** Makes a link's token and a code the person's only live ones. Hashes are stored, `codeHash` by argon2id. */
export async function replacePasswordToken(
  trx: Transaction<Database>,
  token: { personId: Id; token: string; codeHash: string; expiresAt: Instant; now: Instant },
): Promise<void> {
  // Two mails at the same time would otherwise leave two live links.
  await trx.selectFrom('people').select('id').where('id', '=', token.personId).forNoKeyUpdate().execute();
  await removePasswordTokens(trx, token.personId);
  await trx
    .insertInto('password_tokens')
    .values({
      token_hash: hashSecret(token.token),
      code_hash: token.codeHash,
      person_id: token.personId,
      expires_at: token.expiresAt,
      created_at: token.now,
    })
    .execute();
}

/** Whose live token this is; reading it changes nothing. */
export async function findTokenOwner(db: Kysely<Database>, token: string, now: Instant): Promise<Id | null> {
  const row = await db
    .selectFrom('password_tokens')
    .select('person_id')
    .where('token_hash', '=', hashSecret(token))
    .where('expires_at', '>', new Date(now))
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/**
 * Spends one try at the person's live code and returns what to compare with, or null when none is live or its tries are
 * spent. Commit before comparing, or guesses made at the same time share one try.
 */
export async function spendCodeTry(
  trx: Transaction<Database>,
  personId: Id,
  now: Instant,
): Promise<{ tokenHash: string; codeHash: string } | null> {
  const row = await trx
    .updateTable('password_tokens')
    .set((to) => ({ tries: to('tries', '+', 1) }))
    .where('person_id', '=', personId)
    .where('expires_at', '>', new Date(now))
    .where('tries', '<', tries)
    .returning(['token_hash', 'code_hash'])
    .executeTakeFirst();
  return row ? { tokenHash: row.token_hash, codeHash: row.code_hash } : null;
}

/** Uses a live token up; false when somebody else did, or its time is over. */
export async function consumePasswordToken(
  trx: Transaction<Database>,
  tokenHash: string,
  now: Instant,
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('password_tokens')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', new Date(now))
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Ends every token and code of the person. */
export async function removePasswordTokens(trx: Transaction<Database>, personId: Id): Promise<void> {
  await trx.deleteFrom('password_tokens').where('person_id', '=', personId).execute();
}
