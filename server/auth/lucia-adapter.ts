import type { Transaction } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import type { SessionKind } from '#server/auth/session-kind.ts';
import type { Database } from '#server/db/database.ts';
import { findActor } from '#server/people/actor-queries.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';

/** What a session carries beside lucia's own fields. */
export type SessionAttributes = Readonly<{
  kind: SessionKind;
  label: string | null;
  createdAt: Instant;
  absoluteExpiresAt: Instant;
}>;

declare module 'lucia' {
  interface Register {
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: { actor: Actor };
  }
}

const columns = [
  'id',
  'user_id',
  'kind',
  'label',
  'expires_at',
  'absolute_expires_at',
  'created_at',
] as const;

/**
 * lucia's storage inside one transaction. lucia compares with the machine's clock; the adapter shifts every expiry by
 * what `now` differs from it, so that our clock decides. The id is a hash already when it comes here (decision 1).
 */
export function luciaAdapter(trx: Transaction<Database>, now: Instant): Adapter {
  const shift = Date.now() - Date.parse(now);
  const select = () => trx.selectFrom('sessions').select(columns);
  const toLucia = (row: Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>) => ({
    id: row.id,
    userId: row.user_id,
    expiresAt: new Date(row.expires_at.getTime() + shift),
    attributes: {
      kind: row.kind,
      label: row.label,
      createdAt: row.created_at.toISOString(),
      absoluteExpiresAt: row.absolute_expires_at.toISOString(),
    },
  });
  const toStored = (expiresAt: Date) => new Date(expiresAt.getTime() - shift).toISOString();

  return {
    async getSessionAndUser(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      if (!row) return [null, null];
      const actor = await findActor(trx, row.user_id);
      return [toLucia(row), actor && { id: actor.personId, attributes: { actor } }];
    },
    async getUserSessions(userId): Promise<DatabaseSession[]> {
      const rows = await select().where('user_id', '=', userId).orderBy('created_at', 'desc').execute();
      return rows.map(toLucia);
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await trx
        .insertInto('sessions')
        .values({
          id,
          user_id: userId,
          kind: attributes.kind,
          label: attributes.label,
          expires_at: toStored(expiresAt),
          absolute_expires_at: attributes.absoluteExpiresAt,
          created_at: attributes.createdAt,
        })
        .execute();
    },
    async updateSessionExpiration(id, expiresAt) {
      await trx
        .updateTable('sessions')
        .set({ expires_at: toStored(expiresAt) })
        .where('id', '=', id)
        .execute();
    },
    async deleteSession(id) {
      await trx.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async deleteUserSessions(userId) {
      await trx.deleteFrom('sessions').where('user_id', '=', userId).execute();
    },
    async deleteExpiredSessions() {
      await trx.deleteFrom('sessions').where('expires_at', '<=', new Date(now)).execute();
    },
  };
}
