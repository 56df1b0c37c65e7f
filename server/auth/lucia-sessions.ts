import type { Kysely, Transaction } from 'kysely';
import { Lucia, TimeSpan } from 'lucia';
import { luciaAdapter, type WriteSessions } from '#server/auth/lucia-adapter.ts';
import { sessionKindOf, sessionLifetimes } from '#server/auth/session-kind.ts';
import type { SessionKind } from '#server/auth/session-kind.ts';
import { hashSecret, isToken, mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';

/*
 * The only file that knows lucia. lucia gets hashes of our random tokens as session ids, validates, lists and ends;
 * absolute lifetimes, sliding, kinds and rotation are added here (docs/decisions). All calls need the sign-in scope.
 */

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaFor>;
  }
}

/** The expiry of a session in use is moved at most this often. */
const slideEvery = 5 * 60_000;

export type ValidSession = Readonly<{ id: string; actor: Actor; kind: SessionKind; signedInAt: Instant }>;

/** A session as its person sees it in a list. */
export type ListedSession = Readonly<{
  id: string;
  label: string | null;
  signedInAt: Instant;
  lastUsedAt: Instant;
}>;

/**
 * Begins a session and returns the token for the cookie with the session's longest life in seconds. The session that
 * the browser showed (`replacing`) ends, whoever it belonged to: a planted or older cookie is worth nothing afterwards.
 */
export async function startSession(
  trx: Transaction<Database>,
  actor: Actor,
  options: { replacing: string | undefined; label: string | null; now: Instant },
): Promise<{ token: string; maxAgeSeconds: number }> {
  const { now, label, replacing } = options;
  const kind = sessionKindOf(actor);
  const lifetime = sessionLifetimes[kind];
  const lucia = luciaFor(trx, now, lifetime.idle);
  if (replacing !== undefined && isToken(replacing)) await lucia.invalidateSession(hashSecret(replacing));
  const token = mintToken();
  await lucia.createSession(
    actor.personId,
    { kind, label, createdAt: now, absoluteExpiresAt: laterBy(now, lifetime.absolute) },
    { sessionId: hashSecret(token) },
  );
  return { token, maxAgeSeconds: lifetime.absolute / 1000 };
}

/**
 * The session behind a cookie's token with its person read fresh, or null: unknown, idle too long, older than its
 * absolute life, of an inactive person, or begun under another kind than the person would get now. One call of the
 * database outside any transaction, unless the session's end moves.
 */
export async function validateSession(
  db: Kysely<Database>,
  token: string,
  now: Instant,
): Promise<ValidSession | null> {
  if (!isToken(token)) return null;
  // lucia itself slides only at half a lifetime, and knows one lifetime: an instance of none leaves sliding to us.
  const write: WriteSessions = (work) => withScope(db, { kind: 'sign-in' }, work);
  const lucia = luciaFor(db, now, 0, write);
  const { session, user } = await lucia.validateSession(hashSecret(token));
  if (!session) return null;
  const { kind, absoluteExpiresAt, createdAt } = session;
  if (millis(absoluteExpiresAt) <= millis(now) || kind !== sessionKindOf(user.actor)) {
    await lucia.invalidateSession(session.id);
    return null;
  }
  const idleLimit = Date.now() + sessionLifetimes[kind].idle;
  if (session.expiresAt.getTime() <= idleLimit - slideEvery)
    await luciaAdapter(db, now, write).updateSessionExpiration(session.id, new Date(idleLimit));
  return { id: session.id, actor: user.actor, kind, signedInAt: createdAt };
}

/**
 * Who stands behind a session, by its stored id, or null when it is over. For whoever holds a connection open: it is no
 * use of the session, and moves its end by nothing.
 */
export async function peekSession(
  db: Kysely<Database>,
  sessionId: string,
  now: Instant,
): Promise<Actor | null> {
  const [session, user] = await luciaAdapter(db, now).getSessionAndUser(sessionId);
  if (session === null || user === null || session.expiresAt.getTime() <= Date.now()) return null;
  const { kind, absoluteExpiresAt } = session.attributes;
  const over = millis(absoluteExpiresAt) <= millis(now) || kind !== sessionKindOf(user.attributes.actor);
  return over ? null : user.attributes.actor;
}

/** The person's live sessions, newest first. */
export async function listSessions(
  trx: Transaction<Database>,
  personId: Id,
  now: Instant,
): Promise<ListedSession[]> {
  const shift = Date.now() - millis(now);
  const sessions = await luciaFor(trx, now, 0).getUserSessions(personId);
  return sessions
    .filter((session) => millis(session.absoluteExpiresAt) > millis(now))
    .map(({ id, label, createdAt, kind, expiresAt }) => ({
      id,
      label,
      signedInAt: createdAt,
      lastUsedAt: new Date(expiresAt.getTime() - shift - sessionLifetimes[kind].idle).toISOString(),
    }));
}

/** Ends one session by its stored id. */
export async function endSession(trx: Transaction<Database>, sessionId: string, now: Instant): Promise<void> {
  await luciaFor(trx, now, 0).invalidateSession(sessionId);
}

/** Ends every session of the person: new password, deactivation, change of roles. */
export async function endAllSessions(trx: Transaction<Database>, personId: Id, now: Instant): Promise<void> {
  await luciaFor(trx, now, 0).invalidateUserSessions(personId);
}

/** Removes what ended by itself, of everybody. */
export async function removeExpiredSessions(trx: Transaction<Database>, now: Instant): Promise<void> {
  await luciaFor(trx, now, 0).deleteExpiredSessions();
}

/** lucia takes no transaction in a call, so it is made for each. */
function luciaFor(db: Kysely<Database>, now: Instant, idleMs: number, write?: WriteSessions) {
  return new Lucia(luciaAdapter(db, now, write), {
    sessionExpiresIn: new TimeSpan(idleMs, 'ms'),
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  });
}
