import type { Context, MiddlewareHandler } from 'hono';
import type { Kysely } from 'kysely';
import { validateSession } from '#server/auth/lucia-sessions.ts';
import { readTokenCookie } from '#server/auth/token-cookie.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import type { AppEnv, SignedIn } from '#server/http/app-env.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { tenantIdsOf } from '#server/people/actor-queries.ts';

export type PersonSessionDeps = Readonly<{
  db: Kysely<Database>;
  clock: Clock;
  /** Whether people reach us by https: decides the cookie's name. */
  secure: boolean;
}>;

/**
 * Sets `person` for the handlers behind it, read fresh from the database, or throws `session.missing`. What a handler
 * writes must ask `lockActor` again inside its own transaction.
 */
export function requirePerson(deps: PersonSessionDeps): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const person = await findSignedIn(deps, context);
    if (!person) throw new ProblemError('session.missing');
    context.set('person', person);
    await next();
  };
}

/** Who is signed in on this request, or null. */
export async function findSignedIn(deps: PersonSessionDeps, context: Context): Promise<SignedIn | null> {
  const token = readTokenCookie(context, 'session', deps.secure);
  if (token === undefined) return null;
  const session = await validateSession(deps.db, token, deps.clock());
  if (!session) return null;
  const { actor, id, signedInAt } = session;
  const scope = { kind: 'person', personId: actor.personId, tenantIds: tenantIdsOf(actor) } as const;
  return { actor, sessionId: id, signedInAt, scope };
}
