import type { Kysely } from 'kysely';
import type { AuthLimits } from '#server/auth/auth-limits.ts';
import { startSession } from '#server/auth/lucia-sessions.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { mintToken } from '#server/auth/session-token.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { findActor } from '#server/people/actor-queries.ts';
import { findCredentials, savePasswordHash } from '#server/people/people-queries.ts';
import { isStaff } from '#shared/people/actor.ts';
import type { SignedInPerson } from '#shared/people/sign-in.ts';

export type SignInDeps = Readonly<{
  db: Kysely<Database>;
  clock: Clock;
  passwords: Passwords;
  limits: AuthLimits;
}>;

export type SignInAttempt = Readonly<{
  email: string;
  password: string;
  client: string;
  /** The session token that the browser showed; it ends. */
  replacing: string | undefined;
  /** The token of a browser that signed in before. */
  browser: string | undefined;
  /** What the person's list of sessions calls this one. */
  label: string | null;
}>;

export type SignInResult = Readonly<{
  answer: SignedInPerson;
  session: { token: string; maxAgeSeconds: number };
  browser: string;
}>;

/**
 * Signs in, or throws `sign-in.wrong`: unknown e-mail, no password yet, wrong password and inactive person take the
 * same way and the same time. Throws `rate.limited` before comparing, for right and wrong alike.
 */
export async function signIn(deps: SignInDeps, attempt: SignInAttempt): Promise<SignInResult> {
  const { db, clock, passwords, limits } = deps;
  const { email, password, client, browser } = attempt;
  const admitted = await limits.admitSignIn({ email, client, browser });
  const credentials = await withScope(db, { kind: 'sign-in' }, (trx) => findCredentials(trx, email));
  const verdict = await passwords
    .verify(credentials?.passwordHash ?? null, password)
    .catch(async (error: unknown) => {
      await admitted.notTried();
      throw error;
    });
  if (!credentials || !verdict.ok) throw new ProblemError('sign-in.wrong');
  const rehashed = verdict.outdated ? await passwords.hash(password) : null;

  const signedIn = await withScope(db, { kind: 'sign-in' }, async (trx) => {
    const actor = await findActor(trx, credentials.personId);
    if (!actor) throw new ProblemError('sign-in.wrong');
    if (rehashed) await savePasswordHash(trx, actor.personId, rehashed);
    const { replacing, label } = attempt;
    return { actor, session: await startSession(trx, actor, { replacing, label, now: clock() }) };
  });
  await admitted.succeeded();
  const known = browser ?? mintToken();
  await limits.rememberBrowser(email, known);
  const { actor, session } = signedIn;
  const person = { id: actor.personId, name: actor.name, email, staff: isStaff(actor) };
  return { answer: { person, actor }, session, browser: known };
}
