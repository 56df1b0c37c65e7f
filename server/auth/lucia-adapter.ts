import { sql, type Kysely } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import type { SessionKind } from '#server/auth/session-kind.ts';
import type { Database } from '#server/db/database.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
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

/** Runs what writes sessions where it may: in the transaction that is given, or in one of its own. */
export type WriteSessions = <Result>(work: (db: Kysely<Database>) => Promise<Result>) => Promise<Result>;

/** What one look at a session tells. */
type Look = Readonly<{
  user_id: string;
  kind: SessionKind;
  label: string | null;
  expires_at: Date;
  absolute_expires_at: Date;
  created_at: Date;
  actor: Actor | null;
}>;

/**
 * lucia's storage. A session is looked up with its person in one call, outside any transaction too, which enters the
 * sign-in scope by itself; `write` enters it for the rest. lucia compares with the machine's clock; the adapter shifts
 * every expiry by what `now` differs from it, so that our clock decides. The id is a hash already when it comes here
 * (decision 1).
 */
export function luciaAdapter(
  db: Kysely<Database>,
  now: Instant,
  write: WriteSessions = (work) => work(db),
): Adapter {
  const shift = Date.now() - Date.parse(now);
  const toLucia = (id: string, row: Omit<Look, 'actor'>): DatabaseSession => ({
    id,
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
      const { rows } = await sql<Look | Record<keyof Look, null>>`
        select user_id, kind, label, expires_at, absolute_expires_at, created_at, actor from session_look(${id})`.execute(
        db,
      );
      const row = must(rows[0], 'look');
      if (row.user_id === null) return [null, null];
      return [toLucia(id, row), row.actor && { id: row.actor.personId, attributes: { actor: row.actor } }];
    },
    async getUserSessions(userId): Promise<DatabaseSession[]> {
      const rows = await db
        .selectFrom('sessions')
        .select(columns)
        .where('user_id', '=', userId)
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map((row) => toLucia(row.id, row));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      const values = {
        id,
        user_id: userId,
        kind: attributes.kind,
        label: attributes.label,
        expires_at: toStored(expiresAt),
        absolute_expires_at: attributes.absoluteExpiresAt,
        created_at: attributes.createdAt,
      };
      await write((trx) => trx.insertInto('sessions').values(values).execute());
    },
    async updateSessionExpiration(id, expiresAt) {
      const change = { expires_at: toStored(expiresAt) };
      await write((trx) => trx.updateTable('sessions').set(change).where('id', '=', id).execute());
    },
    async deleteSession(id) {
      await write((trx) => trx.deleteFrom('sessions').where('id', '=', id).execute());
    },
    async deleteUserSessions(userId) {
      await write((trx) => trx.deleteFrom('sessions').where('user_id', '=', userId).execute());
    },
    async deleteExpiredSessions() {
      await write((trx) => trx.deleteFrom('sessions').where('expires_at', '<=', new Date(now)).execute());
    },
  };
}
