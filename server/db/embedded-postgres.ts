import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { findLauncher, findPostgresBinaries, giveFolderTo, runToEnd } from '#server/db/postgres-binaries.ts';
import type { Launcher, PostgresBinaries } from '#server/db/postgres-binaries.ts';
import { adoptPostmaster, findPort, launchPostmaster } from '#server/db/postmaster.ts';
import type { Cluster, Postmaster } from '#server/db/postmaster.ts';
import type { Log } from '#server/log.ts';

export type EmbeddedPostgres = Readonly<{
  /** The application's database as its owner, who is no superuser: row level security binds here as elsewhere. */
  url: string;
  /** The superuser in the maintenance database; for tests that make databases. */
  adminUrl: string;
  /** Resolves with a sentence if PostgreSQL ends without having been asked to. */
  ended: Promise<string>;
  stop(): Promise<void>;
}>;

export type EmbeddedPostgresOptions = Readonly<{
  dataDir: string;
  log: Log;
  /** More server settings, such as `fsync: 'off'` in tests. */
  settings?: Readonly<Record<string, string>>;
}>;

const majorVersion = '18';
const superuser = 'postgres';
const owner = 'oppdrag';

/**
 * Starts the PostgreSQL that npm delivered, under `dataDir`, on a free port of 127.0.0.1, or adopts the one a killed
 * server left behind. One server at a time: a second one on the same folder is refused with a sentence.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options;
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = join(dataDir, 'postgres');
  const password = readOrMakePassword(join(dataDir, 'postgres-password'), folder);
  const binaries = await findPostgresBinaries();
  const launcher = findLauncher();
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, password, binaries, launcher);
  refuseOtherVersion(folder);

  const cluster = clusterIn(dataDir, password);
  const adopted = await adoptPostmaster(cluster, log);
  if (!adopted) giveFolderTo(folder, launcher.owner);
  const postmaster = adopted ?? (await launchPostmaster(cluster, { launcher, binaries, settings, log }));
  const adminUrl = address(superuser, password, postmaster.port, 'postgres');
  const guard = await takeGuard(adminUrl, dataDir);
  // Only now: without the guard it may be another server's, which is not taken over but left alone.
  if (adopted)
    log.info('took over the PostgreSQL that an earlier server left running', { port: adopted.port });
  await ensureDatabase(guard.sql, password);
  let stopping: Promise<void> | undefined;
  return {
    url: address(owner, password, postmaster.port, owner),
    adminUrl,
    ended: guard.lost.then(() => (stopping ? new Promise<string>(() => {}) : 'PostgreSQL ended by itself.')),
    stop: () => (stopping ??= stop(guard, postmaster)),
  };
}

/** The database of a server that is running on `dataDir` now, as `startEmbeddedPostgres` gave it; null without one. */
export async function findRunningPostgres(dataDir: string): Promise<string | null> {
  const passwordFile = join(resolve(dataDir), 'postgres-password');
  if (!existsSync(passwordFile)) return null;
  const password = readFileSync(passwordFile, 'utf8').trim();
  const port = await findPort(clusterIn(resolve(dataDir), password));
  return port === null ? null : address(owner, password, port, owner);
}

function clusterIn(dataDir: string, password: string): Cluster {
  return {
    folder: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
    user: superuser,
    password,
  };
}

type Guard = Readonly<{ sql: postgres.Sql; lost: Promise<void> }>;

async function stop(guard: Guard, postmaster: Postmaster): Promise<void> {
  await guard.sql.end({ timeout: 1 });
  await postmaster.stop();
}

function readOrMakePassword(file: string, cluster: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(join(cluster, 'PG_VERSION')))
    throw new Error(
      `${file} is missing, and the database in ${cluster} opens with nothing else: restore that file.`,
    );
  const password = randomBytes(32).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

/** Made beside its place and renamed, so that an interrupted first start leaves no half cluster behind. */
async function initialise(
  folder: string,
  password: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<void> {
  const making = `${folder}.new`;
  const passwordFile = `${folder}.pw`;
  rmSync(making, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    await runToEnd(launcher, binaries.initdb, [
      `--pgdata=${making}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(making, 0o700);
  renameSync(making, folder);
}

function refuseOtherVersion(folder: string): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== majorVersion)
    throw new Error(
      `The database in ${folder} is of PostgreSQL ${version}; this Oppdrag brings ${majorVersion}.`,
    );
}

/**
 * A session lock that says "this folder has its server". PostgreSQL frees it when that server dies, however it dies,
 * which a lock file would not; a killed server's session may linger a moment.
 */
async function takeGuard(adminUrl: string, dataDir: string): Promise<Guard> {
  let reportLost: () => void = () => {};
  const lost = new Promise<void>((settle) => (reportLost = settle));
  const sql = postgres(adminUrl, {
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    connection: { application_name: 'oppdrag-guard' },
    onnotice: () => {},
    onclose: () => reportLost(),
  });
  for (let attempt = 0; attempt < 30; attempt++) {
    const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(7067, 1) as taken`;
    if (row?.taken) return { sql, lost };
    await new Promise((settle) => setTimeout(settle, 100));
  }
  await sql.end({ timeout: 1 });
  throw new Error(
    `Another Oppdrag server is running on ${dataDir}. Stop it first, or give this one a DATA_DIR of its own.`,
  );
}

async function ensureDatabase(sql: postgres.Sql, password: string): Promise<void> {
  const [role] = await sql`select 1 from pg_roles where rolname = ${owner}`;
  if (!role) await sql.unsafe(`create role ${owner} login createrole password '${password}'`);
  const [database] = await sql`select 1 from pg_database where datname = ${owner}`;
  if (!database) await sql.unsafe(`create database ${owner} owner ${owner}`);
}

function address(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
