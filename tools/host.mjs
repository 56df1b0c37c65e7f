/* What every command needs before it can begin, in plain JavaScript that Node 20 runs. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const top = fileURLToPath(new URL('..', import.meta.url));

const neededMajor = 24;
const stampFile = join(top, 'node_modules', '.oppdrag-lock-hash');

/** Says something to the person at the terminal. */
export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

/** Ends with a sentence instead of a stack. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Runs `npm ci` when node_modules is missing or was installed from another package-lock.json. */
export function installIfNeeded() {
  const lock = createHash('sha256')
    .update(readFileSync(join(top, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  if (matchesInstalled()) {
    writeFileSync(stampFile, lock);
    return;
  }
  say('Installing packages (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--include=optional', '--include=dev'], {
    cwd: top,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed; see above. It needs npm and a package registry.');
  mkdirSync(join(top, 'node_modules'), { recursive: true });
  writeFileSync(stampFile, lock);
}

/** Whether somebody's own `npm install` or `npm ci` already made what the lock file asks for. */
function matchesInstalled() {
  const hidden = join(top, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, each]) => path === '' || each.optional || installed[path]?.version === each.version,
  );
}

/** The Node that runs everything: the one npm delivered, or the host's where that does not run here. */
export function findNode() {
  const delivered = join(
    top,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (majorOf(delivered) >= neededMajor) return delivered;
  if (majorOf(process.execPath) >= neededMajor) return process.execPath;
  // `--ignore-scripts`, in a shell or a user's npmrc, leaves out the step that fetches the program.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  spawnSync(npm, ['rebuild', 'node', '--ignore-scripts=false'], {
    cwd: top,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (majorOf(delivered) >= neededMajor) return delivered;
  return fail(
    `Oppdrag needs Node ${neededMajor}. The one that npm brings does not run on this machine, and yours is ${process.version}: ` +
      `install Node ${neededMajor} or later and start again.`,
  );
}

function majorOf(program) {
  const result = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? Number(/^v(\d+)/.exec(result.stdout)?.[1]) : 0;
}

/** The environment for a child: our Node and our programs come first, so that nested npm scripts use them too. */
export function childEnvironment(node) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [join(node, '..'), join(top, 'node_modules', '.bin'), process.env.PATH ?? ''].join(separator);
  return { ...process.env, PATH: path };
}

/**
 * Runs a program to its end in place of this process: signals are handed on, its exit code becomes ours. The child gets
 * a process group of its own, so that Ctrl-C reaches it once, through us; and a channel, so that it notices our death.
 */
export function become(node, args) {
  const child = spawn(node, args, {
    cwd: top,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: childEnvironment(node),
    detached: process.platform !== 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`${node} does not start: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
