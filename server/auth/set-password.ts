import type { Kysely } from 'kysely';
import { checkNewPassword } from '#server/auth/check-new-password.ts';
import { endAllSessions } from '#server/auth/lucia-sessions.ts';
import { readCode } from '#server/auth/mailed-code.ts';
import {
  consumePasswordToken,
  findTokenOwner,
  removePasswordTokens,
  spendCodeTry,
} from '#server/auth/password-token-queries.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { hashSecret } from '#server/auth/session-token.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { queueMail } from '#server/mail/queue-mail.ts';
import { findActor } from '#server/people/actor-queries.ts';
import { findCredentials, findEmail, savePasswordHash } from '#server/people/people-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { NewPassword } from '#shared/people/sign-in.ts';

export type SetPasswordDeps = Readonly<{ db: Kysely<Database>; clock: Clock; passwords: Passwords }>;

type Proven = Readonly<{ personId: Id; tokenHash: string }>;

/**
 * Sets a new password by a mailed link or code, ends all sessions, links and codes of the person, and mails a notice.
 * Throws `link.dead` or `code.wrong` (both the same for an unknown e-mail), or what is wrong with the password, which
 * uses neither link nor code up. Nobody is signed in by it. Returns whose password it was.
 */
export async function setPassword(deps: SetPasswordDeps, wanted: NewPassword): Promise<Id> {
  const { db, clock, passwords } = deps;
  checkNewPassword(wanted.password, []);
  const { personId, tokenHash } =
    'token' in wanted ? await proveByLink(deps, wanted) : await proveByCode(deps, wanted);
  checkNewPassword(wanted.password, await listWordsAbout(deps, personId));
  const passwordHash = await passwords.hash(wanted.password);
  const now = clock();
  await withScope(db, { kind: 'sign-in' }, async (trx) => {
    const alive = await consumePasswordToken(trx, tokenHash, now);
    if (!alive || !(await savePasswordHash(trx, personId, passwordHash))) throw dead(wanted);
    await removePasswordTokens(trx, personId);
    await endAllSessions(trx, personId, now);
    await queueMail(trx, {
      tenantId: null,
      kind: 'password-changed',
      personId,
      params: {},
      dedupeKey: `password-changed:${tokenHash}`,
      now,
    });
  });
  return personId;
}

/** Whose password a mailed link may set; throws `link.dead`. Asking uses nothing up: mail scanners open links too. */
export async function findEmailByLink(
  { db, clock }: Pick<SetPasswordDeps, 'db' | 'clock'>,
  token: string,
): Promise<string> {
  const email = await withScope(db, { kind: 'sign-in' }, async (trx) => {
    const personId = await findTokenOwner(trx, token, clock());
    return personId && findEmail(trx, personId);
  });
  if (!email) throw new ProblemError('link.dead');
  return email;
}

async function proveByLink({ db, clock }: SetPasswordDeps, wanted: { token: string }): Promise<Proven> {
  const personId = await withScope(db, { kind: 'sign-in' }, (trx) =>
    findTokenOwner(trx, wanted.token, clock()),
  );
  if (!personId) throw new ProblemError('link.dead');
  return { personId, tokenHash: hashSecret(wanted.token) };
}

async function proveByCode(
  { db, clock, passwords }: SetPasswordDeps,
  { email, code }: { email: string; code: string },
): Promise<Proven> {
  const candidate = await withScope(db, { kind: 'sign-in' }, async (trx) => {
    const credentials = await findCredentials(trx, email);
    const live = credentials && (await spendCodeTry(trx, credentials.personId, clock()));
    return live && { ...live, personId: credentials.personId };
  });
  const { ok } = await passwords.verify(candidate?.codeHash ?? null, readCode(code));
  if (!candidate || !ok) throw new ProblemError('code.wrong');
  return candidate;
}

function dead(wanted: NewPassword): ProblemError {
  return new ProblemError('token' in wanted ? 'link.dead' : 'code.wrong');
}

/** What somebody who knows the person would try first. */
async function listWordsAbout({ db }: SetPasswordDeps, personId: Id): Promise<string[]> {
  return withScope(db, { kind: 'sign-in' }, async (trx) => {
    const actor = await findActor(trx, personId);
    const email = await findEmail(trx, personId);
    const tenants = actor ? [...actor.memberships, ...actor.engagements].map((each) => each.tenantName) : [];
    const firms = actor ? actor.engagements.map((each) => each.supplierName) : [];
    return [actor?.name ?? '', email ?? '', ...tenants, ...firms];
  });
}
