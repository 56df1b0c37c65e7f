import type { Kysely } from 'kysely';
import type { Passwords } from '#server/auth/passwords.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import type { Environment } from '#server/env.ts';
import type { FileStore } from '#server/files/file-store.ts';
import type { Log } from '#server/log.ts';
import type { PokeHub } from '#server/sync/poke-hub.ts';
import type { PageLimits } from '#shared/sync/protocol.ts';

/** What the whole application stands on; the parts take only what they need of it. */
export type AppDeps = Readonly<{
  environment: Environment;
  db: Kysely<Database>;
  log: Log;
  store: FileStore;
  pokes: PokeHub;
  /** Rules and SQL that decide take its instant as a parameter. */
  clock: Clock;
  /** The process's one hasher of passwords. */
  passwords: Passwords;
  /** Whether people reach us by https: decides the cookie's name. */
  secure: boolean;
  /** Aborted when the server is stopping: live streams end then. */
  closing: AbortSignal;
  /** How much a page of a pull may hold, where it is not `pageLimits`. */
  pages?: PageLimits;
}>;
