import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppDeps } from '#server/app-deps.ts';
import { createApp } from '#server/app.ts';
import { assertHost, openDataDir } from '#server/check-surroundings.ts';
import { systemClock } from '#server/clock.ts';
import { createPasswords } from '#server/auth/passwords.ts';
import { assertSuitableDatabase, connectApp, createDatabase } from '#server/db/connect.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { startDemo } from '#server/demo/start-demo.ts';
import type { Environment } from '#server/env.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { listen } from '#server/http/listen.ts';
import { staticFiles } from '#server/http/static-files.ts';
import { installJobs } from '#server/jobs/install-jobs.ts';
import type { Lifecycle } from '#server/lifecycle.ts';
import type { Log } from '#server/log.ts';
import { startMailAndJobs } from '#server/start-mail-and-jobs.ts';
import { startPokeHub, type PokeHub } from '#server/sync/poke-hub.ts';
import type { DemoSignIn } from '#server/welcome.ts';

export type Started = Readonly<{
  /** Where the demo's mail is read; null when there is no demo mailbox. */
  mailboxUrl: string | null;
  /** Whom to sign in as in the demo world; nobody without it. */
  demoSignIns: readonly DemoSignIn[];
  /** Resolves with a sentence when a part that nothing can go on without ends by itself. */
  broken: Promise<string>;
}>;

const clientFolder = join(import.meta.dirname, '..', 'dist', 'client');

/**
 * Starts everything, in the order in which it depends on each other: database, tables, mailbox, then the doors. Nothing
 * listens before it can answer. Parts are registered with `lifecycle`, which ends them in reverse.
 */
export async function startOppdrag(
  environment: Environment,
  lifecycle: Lifecycle,
  log: Log,
): Promise<Started> {
  if (!existsSync(join(clientFolder, '200.html')))
    throw new Error('The client is not built. Run "npm start", which builds it, or "npm run build".');
  openDataDir(environment.dataDir);
  await assertHost(environment.host);

  const { url, broken } = await startDatabase(environment, lifecycle, log);
  await assertSuitableDatabase(url, environment.databaseUrl ? 'DATABASE_URL' : 'The embedded database');
  // As a part, so that a stop that comes now lets the running migration end before its database does.
  await lifecycle.start(
    'schema',
    () => migrate(url).then(() => installJobs(url)),
    () => {},
  );
  const db = await lifecycle.start(
    'database connections',
    () => Promise.resolve(createDatabase(connectApp(url, { max: environment.databaseConnections }))),
    (database) => database.destroy(),
  );

  const store = await createDiskFileStore(environment.dataDir);
  const pokes = await startPokes(url, lifecycle, log);
  const deps: AppDeps = {
    environment,
    db,
    log,
    store,
    pokes,
    clock: systemClock,
    passwords: createPasswords(),
    secure: environment.secure,
    closing: lifecycle.closing,
  };
  const demoSignIns = environment.demo
    ? await lifecycle.start(
        'demo world',
        () => startDemo({ ...deps, databaseUrl: url }),
        () => {},
      )
    : [];
  const { mailboxUrl } = await startMailAndJobs({ environment, lifecycle, databaseUrl: url, deps });
  const app = createApp(deps);
  app.all('*', staticFiles(clientFolder));
  await lifecycle.start(
    'web server',
    () => listen(app.fetch, environment),
    (server) => server.close(),
  );
  return { mailboxUrl, demoSignIns, broken };
}

/** Pokes have a connection of their own: one that listens keeps it for as long as the server lives. */
async function startPokes(url: string, lifecycle: Lifecycle, log: Log): Promise<PokeHub> {
  const sql = await lifecycle.start(
    'poke connection',
    () => Promise.resolve(connectApp(url, { max: 2, applicationName: 'oppdrag-pokes' })),
    (connection) => connection.end({ timeout: 1 }),
  );
  return lifecycle.start(
    'pokes',
    () => startPokeHub(sql, log),
    (hub) => hub.stop(),
  );
}

async function startDatabase(
  environment: Environment,
  lifecycle: Lifecycle,
  log: Log,
): Promise<{ url: string; broken: Promise<string> }> {
  if (environment.databaseUrl) return { url: environment.databaseUrl, broken: new Promise(() => {}) };
  const embedded = await lifecycle.start(
    'PostgreSQL',
    () => startEmbeddedPostgres({ dataDir: environment.dataDir, log }),
    (part) => part.stop(),
  );
  return { url: embedded.url, broken: embedded.ended };
}
