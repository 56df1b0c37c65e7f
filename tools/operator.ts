import { openDataDir } from '#server/check-surroundings.ts';
import { systemClock } from '#server/clock.ts';
import { assertSuitableDatabase, connectApp, createDatabase } from '#server/db/connect.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { parseEnvironment } from '#server/env.ts';
import type { Environment } from '#server/env.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { installJobs } from '#server/jobs/install-jobs.ts';
import { createLog } from '#server/log.ts';
import { startPokeHub } from '#server/sync/poke-hub.ts';
import type { OperatorDeps } from './operator-command.ts';
import { operatorCommands } from './operator-commands.ts';

/* `npm run operator`: what nobody inside a tenant can do. Works beside a running server, and without one. */

const log = createLog('warn');

const usage = `Usage: npm run operator -- <command>

${Object.values(operatorCommands)
  .map((command) => `  ${command.usage}\n`)
  .join('\n')}
The environment is the server's: give the same DATABASE_URL or DATA_DIR, PUBLIC_URL and SMTP_URL.
`;

await run();

async function run(): Promise<void> {
  const [name = '', ...words] = process.argv.slice(2);
  const command = operatorCommands[name];
  if (command === undefined) return end(usage);
  const prepared = command.prepare(words);
  if ('wrong' in prepared) return end(`${prepared.wrong}\nUsage: npm run operator -- ${command.usage}\n`);
  const parsed = parseEnvironment(process.env);
  if (!parsed.ok) return end(`${parsed.sentences.join('\n')}\n`);
  const { environment } = parsed;
  try {
    openDataDir(environment.dataDir);
    await onDatabase(environment, (url) =>
      withDeps(url, environment, async (deps) => {
        process.stdout.write(await prepared.run(deps));
      }),
    );
  } catch (error) {
    end(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** Beside a running server its own PostgreSQL serves; without one it is started for the moment. */
async function onDatabase(environment: Environment, work: (url: string) => Promise<void>): Promise<void> {
  const { databaseUrl, dataDir } = environment;
  const running = databaseUrl ?? (await findRunningPostgres(dataDir));
  if (running) return work(running);
  const embedded = await startEmbeddedPostgres({ dataDir, log });
  try {
    await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function withDeps(
  url: string,
  environment: Environment,
  work: (deps: OperatorDeps) => Promise<void>,
): Promise<void> {
  await assertSuitableDatabase(url, environment.databaseUrl ? 'DATABASE_URL' : 'The embedded database');
  await migrate(url);
  await installJobs(url);
  const db = createDatabase(connectApp(url, { max: 2, applicationName: 'oppdrag-operator' }));
  const pokeSql = connectApp(url, { max: 2, applicationName: 'oppdrag-operator-pokes' });
  const pokes = await startPokeHub(pokeSql, log);
  try {
    const store = await createDiskFileStore(environment.dataDir);
    await work({ db, store, pokes, log, clock: systemClock, environment });
  } finally {
    await pokes.stop();
    await pokeSql.end({ timeout: 5 });
    await db.destroy();
  }
}

function end(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
