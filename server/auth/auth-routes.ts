import { Hono, type Context } from 'hono';
import type { Kysely } from 'kysely';
import { createAuthLimits } from '#server/auth/auth-limits.ts';
import { endSession } from '#server/auth/lucia-sessions.ts';
import { nameDevice } from '#server/auth/name-device.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import { isToken } from '#server/auth/session-token.ts';
import { findEmailByLink, setPassword } from '#server/auth/set-password.ts';
import { signIn } from '#server/auth/sign-in.ts';
import { clearTokenCookie, readTokenCookie, writeTokenCookie } from '#server/auth/token-cookie.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Environment } from '#server/env.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import { clientAddress } from '#server/http/client-address.ts';
import { findSignedIn } from '#server/http/person-session.ts';
import { validate } from '#server/http/validate.ts';
import { enqueueJob } from '#server/jobs/enqueue-job.ts';
import type { Log } from '#server/log.ts';
import { findEmail } from '#server/people/people-queries.ts';
import { isStaff } from '#shared/people/actor.ts';
import {
  forgotPasswordSchema,
  newPasswordSchema,
  passwordLinkSchema,
  signInSchema,
  type SignedInPerson,
} from '#shared/people/sign-in.ts';

export type AuthRouteDeps = Readonly<{
  db: Kysely<Database>;
  clock: Clock;
  secure: boolean;
  environment: Pick<Environment, 'trustProxy'>;
  log: Log;
  passwords: Passwords;
}>;

const browserMaxAge = 180 * 24 * 3600;

/** Signing in and out, who is signed in, and passwords by mail. */
export function authRoutes(deps: AuthRouteDeps) {
  const { db, clock, secure, log, passwords } = deps;
  const limits = createAuthLimits(db);
  const clientOf = (context: Context) => clientAddress(context, deps.environment.trustProxy);

  return new Hono<AppEnv>()
    .post('/auth/sign-in', validate('json', signInSchema, { maxBytes: 8192 }), async (context) => {
      const shown = readTokenCookie(context, 'browser', secure);
      const { answer, session, browser } = await signIn(
        { db, clock, passwords, limits },
        {
          ...context.req.valid('json'),
          client: clientOf(context),
          replacing: readTokenCookie(context, 'session', secure),
          browser: shown !== undefined && isToken(shown) ? shown : undefined,
          label: nameDevice(context.req.header('User-Agent')),
        },
      );
      writeTokenCookie(context, 'session', secure, session);
      writeTokenCookie(context, 'browser', secure, { token: browser, maxAgeSeconds: browserMaxAge });
      log.info('signed in', { requestId: context.var.requestId, personId: answer.person.id });
      return context.json(answer, 200);
    })
    .post('/auth/sign-out', async (context) => {
      const person = await findSignedIn(deps, context);
      if (person) {
        await withScope(db, person.scope, (trx) => endSession(trx, person.sessionId, clock()));
        log.info('signed out', { requestId: context.var.requestId, personId: person.actor.personId });
      }
      clearTokenCookie(context, 'session', secure);
      return context.body(null, 204);
    })
    .get('/auth/me', async (context) => {
      const person = await findSignedIn(deps, context);
      const email =
        person && (await withScope(db, person.scope, (trx) => findEmail(trx, person.scope.personId)));
      if (!person || !email) return context.json({ person: null, actor: null }, 200);
      const { actor } = person;
      const answer: SignedInPerson = {
        person: { id: actor.personId, name: actor.name, email, staff: isStaff(actor) },
        actor,
      };
      return context.json(answer, 200);
    })
    .post('/auth/forgot', validate('json', forgotPasswordSchema, { maxBytes: 1024 }), async (context) => {
      const { email } = context.req.valid('json');
      // The job finds out whether there is anybody: the answer and its time are the same for all.
      if (await limits.admitsForgot(clientOf(context)))
        await withScope(db, { kind: 'sign-in' }, (trx) => enqueueJob(trx, 'password-mail', { email }));
      return context.body(null, 202);
    })
    .post(
      '/auth/password-link',
      validate('json', passwordLinkSchema, { maxBytes: 1024 }),
      async (context) => {
        const { token } = context.req.valid('json');
        await limits.admitNewPassword(clientOf(context), token);
        return context.json({ email: await findEmailByLink(deps, token) }, 200);
      },
    )
    .post('/auth/password', validate('json', newPasswordSchema, { maxBytes: 8192 }), async (context) => {
      const wanted = context.req.valid('json');
      await limits.admitNewPassword(clientOf(context), 'token' in wanted ? wanted.token : wanted.email);
      const personId = await setPassword({ db, clock, passwords }, wanted);
      clearTokenCookie(context, 'session', secure);
      log.info('password set', { requestId: context.var.requestId, personId });
      return context.json({ done: true }, 200);
    });
}
