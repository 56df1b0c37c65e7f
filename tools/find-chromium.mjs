/* Finds a Chromium for the stories, and gets one where there is none. Plain JavaScript that Node 20 runs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { say, top } from './host.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The program named by CHROMIUM, or one of this machine, or Playwright's own; null when there is none. */
export function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked) return runs(asked) ? asked : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs) ?? playwrightsOwn();
}

/** Finds a Chromium, else installs one: by apt where this user may, else Playwright's download. Null if all fail. */
export function ensureChromium() {
  const found = findChromium();
  if (found || process.env.CHROMIUM) return found;
  say('No Chromium here; installing one …');
  installByApt();
  const installed = findChromium();
  if (installed) return installed;
  const withDeps = process.getuid?.() === 0 ? ['--with-deps'] : [];
  spawnSync(join(top, 'node_modules', '.bin', 'playwright'), ['install', ...withDeps, 'chromium'], {
    cwd: top,
    stdio: 'inherit',
  });
  return findChromium();
}

function installByApt() {
  const words = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  if (asRoot(['apt-get', 'update', '-qq'])) asRoot(words);
}

/** @param {string[]} words */
function asRoot(words) {
  const [command, ...rest] = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command ?? '', rest, { stdio: 'inherit', env }).status === 0;
}

function playwrightsOwn() {
  try {
    const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
    return runs(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Whether it really starts; a distribution's name may be only a hint to install something else.
 * @param {string} program
 */
function runs(program) {
  if (!existsSync(program)) return false;
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
