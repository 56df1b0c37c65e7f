/* What every command needs before it can begin, in plain JavaScript that Node 20 runs. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const top = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';
const oldestHost = 20;
const neededMajor = 24;
const stampFile = join(top, 'node_modules', '.oppdrag-lock-hash');

/**
 * Says something to the person at the terminal.
 * @param {string} sentence
 */
export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

/**
 * Ends with a sentence instead of a stack.
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Installs what is missing and gives the Node that runs everything else. */
export async function prepare() {
  if (Number(process.versions.node.split('.')[0]) < oldestHost)
    fail(`Oppdrag needs Node ${oldestHost} or later; this is ${process.version}.`);
  await installIfNeeded();
  return findNode();
}

/** Runs `npm ci` when node_modules is missing or was installed from another package-lock.json. */
async function installIfNeeded() {
  const lock = createHash('sha256')
    .update(readFileSync(join(top, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  if (!matchesInstalled()) {
    say('Installing packages (npm ci) …');
    // Packages that ask for a newer Node than the host's run on the Node that comes with them.
    const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--engine-strict=false'];
    const code = await runNpm(['ci', ...quiet, '--include=optional', '--include=dev']);
    if (code !== 0) fail('npm ci failed; see above. It needs a package registry, and room for about 700 MB.');
  }
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

/** The Node that npm delivered, or the host's where that one does not run here. */
async function findNode() {
  const delivered = join(top, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  if (majorOf(delivered) >= neededMajor) return delivered;
  if (majorOf(process.execPath) >= neededMajor) return process.execPath;
  // `ignore-scripts` in somebody's npmrc leaves out the step that fetches the program.
  say(`Fetching Node ${neededMajor} …`);
  await runNpm(['rebuild', 'node', '--loglevel=error', '--ignore-scripts=false']);
  if (majorOf(delivered) >= neededMajor) return delivered;
  return fail(
    `Oppdrag needs Node ${neededMajor}. The one that npm brings does not run on this machine, and yours is ${process.version}: ` +
      `install Node ${neededMajor} or later and start again.`,
  );
}

/** @param {string} program */
function majorOf(program) {
  const result = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? Number(/^v(\d+)/.exec(result.stdout)?.[1]) : 0;
}

/** @param {string[]} args */
function runNpm(args) {
  return new Promise((settle) => {
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
      cwd: top,
      stdio: 'inherit',
      shell: windows,
      detached: !windows,
    });
    child.once('error', () => settle(1));
    child.once('exit', settle);
    // npm hands a signal on to what it runs.
    endWithUs(child);
  });
}

/**
 * Hands signals on to a child that does not hear them by itself, being in a process group of its own.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const handOn = () => child.kill(signal);
    process.on(signal, handOn);
    child.once('exit', () => process.off(signal, handOn));
  }
}

/**
 * The environment for a child: our Node and our programs come first, so that nested npm scripts use them too.
 * @param {string} node
 */
export function childEnvironment(node) {
  const separator = windows ? ';' : ':';
  const path = [join(node, '..'), join(top, 'node_modules', '.bin'), process.env.PATH ?? ''].join(separator);
  return { ...process.env, PATH: path };
}

/**
 * Runs a program to its end in place of this process: signals are handed on, its exit code becomes ours. The child gets
 * a process group of its own, so that Ctrl-C reaches it once, through us; and a channel, so that it notices our death.
 * @param {string} node
 * @param {string[]} args
 */
export function become(node, args) {
  const child = spawn(node, args, {
    cwd: top,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: childEnvironment(node),
    detached: !windows,
  });
  endWithUs(child);
  child.once('error', (error) => fail(`${node} does not start: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
