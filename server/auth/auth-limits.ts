import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { createRateLimiter } from '#server/http/rate-limiter.ts';
import type { Id } from '#shared/kernel/ids.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** From where somebody tries; `browser` is the token of a browser that signed in before, if it shows one. */
export type Attempt = Readonly<{ email: string; client: string; browser: string | undefined }>;

export type Admitted = Readonly<{
  succeeded(): Promise<void>;
  /** The password was not compared: the server was too busy. */
  notTried(): Promise<void>;
}>;

/** The limits of sign-in and passwords (reference/security.md 3.1). Right and wrong answers wait alike. */
export type AuthLimits = Readonly<{
  /** Counts a try to sign in as a failure until it is `succeeded`; throws `rate.limited`. */
  admitSignIn(attempt: Attempt): Promise<Admitted>;
  /** Gives the browser a counter of its own for this e-mail, so that strangers cannot lock its owner out. */
  rememberBrowser(email: string, browser: string): Promise<void>;
  /** Whether one more request for a password mail from there is looked at. */
  admitsForgot(client: string): Promise<boolean>;
  /** Whether the person may get one more password mail. */
  admitsPasswordMail(personId: Id): Promise<boolean>;
  /** Counts a try to set a password by a link (its token) or a code (its e-mail); throws `rate.limited`. */
  admitNewPassword(client: string, proof: string): Promise<void>;
}>;

/** Makes the limits over the database, shared by all processes. */
export function createAuthLimits(db: Kysely<Database>): AuthLimits {
  const make = (name: string, points: number, seconds: number, pauseSeconds = 0) =>
    createRateLimiter(db, { name, points, seconds, pauseSeconds });
  const account = make('sign-in-account', 10, 15 * minute, 15 * minute);
  const knownBrowser = make('known-browser', 1, 180 * day);
  const client = make('sign-in-client', 50, 15 * minute);
  const clientDay = make('sign-in-client-day', 300, day);
  const forgotClient = make('forgot-client', 20, hour);
  const passwordMail = make('password-mail', 3, hour);
  const passwordClient = make('password-client', 30, minute);
  const passwordProof = make('password-proof', 20, hour);

  return {
    async admitSignIn({ email, client: from, browser }) {
      const known = browser !== undefined && (await knownBrowser.has(`${email} ${browser}`));
      const who = known ? `${email} ${browser}` : email;
      await client.consume(from);
      await clientDay.consume(from);
      await account.consume(who);
      const forgiveClient = () => Promise.all([client.forgive(from), clientDay.forgive(from)]);
      return {
        succeeded: async () => void (await Promise.all([forgiveClient(), account.reset(who)])),
        notTried: async () => void (await Promise.all([forgiveClient(), account.forgive(who)])),
      };
    },
    rememberBrowser: (email, browser) => knownBrowser.remember(`${email} ${browser}`),
    admitsForgot: (from) => forgotClient.admits(from),
    admitsPasswordMail: (personId) => passwordMail.admits(personId),
    async admitNewPassword(from, proof) {
      await passwordClient.consume(from);
      await passwordProof.consume(proof);
    },
  };
}
