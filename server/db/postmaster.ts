import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { postgresEnvironment } from '#server/db/postgres-binaries.ts';
import type { Launcher, PostgresBinaries } from '#server/db/postgres-binaries.ts';
import type { Log } from '#server/log.ts';

/** A running PostgreSQL server process. */
export type Postmaster = Readonly<{ port: number; stop(): Promise<void> }>;

export type Cluster = Readonly<{ folder: string; logFile: string; user: string; password: string }>;

type LaunchOptions = Readonly<{
  launcher: Launcher;
  binaries: PostgresBinaries;
  settings: Readonly<Record<string, string>>;
  log: Log;
}>;

/**
 * The living server of this cluster, left by a killed parent; null when there is none. One that is alive but does not
 * answer to our password is stopped, because two servers on one cluster would ruin it.
 */
export async function adoptPostmaster(cluster: Cluster, log: Log): Promise<Postmaster | null> {
  const found = readPidFile(cluster.folder);
  if (!found) return null;
  if (!isPostgres(found.pid)) {
    rmSync(join(cluster.folder, 'postmaster.pid'), { force: true });
    return null;
  }
  const until = Date.now() + 15_000;
  while (Date.now() < until && isRunning(cluster.folder, found.pid)) {
    const answer = await askForFolder(cluster, found.port);
    if (answer === cluster.folder) {
      return { port: found.port, stop: () => stopProcess(cluster.folder, found.pid) };
    }
    if (answer === 'refused') break;
    await pause(100);
  }
  if (isRunning(cluster.folder, found.pid)) {
    log.warn('stopping a PostgreSQL that does not answer', { pid: found.pid });
    await stopProcess(cluster.folder, found.pid);
  }
  return null;
}

/** The port of the server that runs on this cluster and answers to our password; null when there is none. */
export async function findPort(cluster: Cluster): Promise<number | null> {
  const found = readPidFile(cluster.folder);
  if (!found || !isPostgres(found.pid)) return null;
  return (await askForFolder(cluster, found.port)) === cluster.folder ? found.port : null;
}

/** Starts PostgreSQL detached, so that Ctrl-C reaches us first and we stop it last; resolves when it answers. */
export async function launchPostmaster(cluster: Cluster, options: LaunchOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const launched = await launch(cluster, port, options);
    if (launched) return launched;
    const told = tail(cluster.logFile);
    // Between finding a free port and using it somebody else may take it.
    if (attempt < 3 && told.includes('could not bind')) continue;
    throw new Error(`PostgreSQL did not start. The end of ${cluster.logFile}:\n${told}`);
  }
}

async function launch(cluster: Cluster, port: number, options: LaunchOptions): Promise<Postmaster | null> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  const words = [
    ...options.launcher.prefix,
    options.binaries.postgres,
    '-D',
    cluster.folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const [command = options.binaries.postgres, ...rest] = words;
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > 5_000_000)
    renameSync(cluster.logFile, `${cluster.logFile}.old`);
  // A file rather than a pipe: PostgreSQL must be able to speak after we were killed.
  const output = openSync(cluster.logFile, 'a', 0o600);
  const child = spawn(command, rest, {
    detached: true,
    stdio: ['ignore', output, output],
    env: postgresEnvironment(),
  });
  closeSync(output);
  let ended = false;
  for (const event of ['exit', 'error']) child.once(event, () => (ended = true));
  child.unref();
  const until = Date.now() + 60_000;
  while (!ended && Date.now() < until) {
    if ((await askForFolder(cluster, port)) === cluster.folder && child.pid !== undefined) {
      const pid = child.pid;
      options.log.debug('PostgreSQL answers', { pid, port });
      return { port, stop: () => stopProcess(cluster.folder, pid) };
    }
    await pause(25);
  }
  if (!ended) child.kill('SIGQUIT');
  return null;
}

/** The cluster folder served on `port`; 'refused' when another password rules there, null when nobody answers yet. */
async function askForFolder(cluster: Cluster, port: number): Promise<string | null> {
  const sql = postgres({
    host: '127.0.0.1',
    port,
    user: cluster.user,
    password: cluster.password,
    database: 'postgres',
    max: 1,
    connect_timeout: 2,
    onnotice: () => {},
  });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row?.folder ?? null;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    return code.startsWith('28') ? 'refused' : null;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Fast shutdown (open sessions end, the data is flushed), and the immediate one where that takes too long. */
async function stopProcess(folder: string, pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 6000],
    ['SIGQUIT', 3000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const until = Date.now() + patience;
    while (Date.now() < until) {
      if (!isRunning(folder, pid)) return goneWithin(1000, pid);
      await pause(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

/** The pid file goes a moment before its process; a dead one that nobody reaps is not worth waiting for. */
async function goneWithin(milliseconds: number, pid: number): Promise<void> {
  const until = Date.now() + milliseconds;
  while (isAlive(pid) && Date.now() < until) await pause(10);
}

function readPidFile(folder: string): { pid: number; port: number } | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'postmaster.pid'), 'utf8');
  } catch (error) {
    // Not asked for beforehand: a PostgreSQL that is stopping takes it away at any moment.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const [pid, , , port] = text.split('\n');
  return { pid: Number(pid), port: Number(port) };
}

/** By the pid file as well: a dead process that nobody reaps still answers to signal 0. */
function isRunning(folder: string, pid: number): boolean {
  return readPidFile(folder)?.pid === pid && isAlive(pid);
}

/** Whether `pid` is a PostgreSQL; after a reboot the number in a stale file may be anybody's. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, 'utf8').trim() === 'postgres';
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function findFreePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') found(address.port);
        else failed(new Error('This machine gives out no port.'));
      });
    });
  });
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2000) : '(no log)';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, milliseconds));
}
