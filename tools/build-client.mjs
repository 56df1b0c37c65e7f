/* Builds the client into dist/client when its sources changed. Plain JavaScript that Node 20 runs. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { childEnvironment, endWithUs, fail, prepare, say, top } from './host.mjs';

const dist = join(top, 'dist');
const client = join(dist, 'client');
const making = join(dist, 'client.new');
const replaced = join(dist, 'client.old');
const lockFolder = join(dist, 'client.lock');
const timeLimitMs = 5 * 60_000;

/** An app that was opened before an update may still ask for its own files for this long. */
const keepOldFilesMs = 60 * 24 * 3_600_000;

/**
 * Builds unless dist/client already is what these sources make; rejects with what the build printed.
 * @param {string} node the program to build with
 */
export async function buildClientIfStale(node) {
  const stamp = stampOfSources();
  if (isFresh(stamp)) return;
  const unlock = await lock();
  try {
    if (isFresh(stamp)) return;
    say('Building the client …');
    rmSync(making, { recursive: true, force: true });
    await runBuild(node);
    compress();
    noteParts();
    keepOldFiles();
    writeFileSync(join(making, '.stamp'), stamp);
    swapIn();
  } finally {
    unlock();
  }
}

/** @param {string} stamp */
function isFresh(stamp) {
  const built = join(client, '.stamp');
  return existsSync(built) && readFileSync(built, 'utf8') === stamp;
}

/** A hash over everything that goes into the client; tests do not. */
function stampOfSources() {
  const hash = createHash('sha256');
  const files = ['client/src', 'client/static', 'shared'].flatMap((folder) => filesBelow(join(top, folder)));
  files.push(
    ...[
      'vite.config.ts',
      'client/tsconfig.json',
      'package-lock.json',
      'tools/build-client.mjs',
      'tools/client-chunks.ts',
      'tools/split-texts.ts',
    ].map((name) => join(top, name)),
  );
  for (const file of files.sort()) {
    if (/\.(test|cases)\.ts$/.test(file)) continue;
    hash.update(file.slice(top.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} folder */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/**
 * Vite in a process of its own: version 8 may hang when it should exit, and then it is ended.
 * @param {string} node
 * @returns {Promise<void>}
 */
function runBuild(node) {
  return new Promise((built, failed) => {
    const child = spawn(node, [join(top, 'tools', 'vite-build.mjs')], {
      cwd: top,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...childEnvironment(node), NODE_ENV: 'production', CLIENT_FOLDER: making },
      detached: process.platform !== 'win32',
    });
    endWithUs(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
    child.once('error', failed);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0 && existsSync(join(making, '200.html'))) built();
      else failed(new Error(`The client does not build (${signal ?? code}):\n${printed}`));
    });
  });
}

/** Names with a hash in them; a page that is still open on the old version loads them when it needs them. */
function keepOldFiles() {
  const immutable = join('_app', 'immutable');
  for (const file of filesBelow(join(client, immutable))) {
    const place = join(making, file.slice(client.length));
    if (existsSync(place) || Date.now() - statSync(file).mtimeMs > keepOldFilesMs) continue;
    mkdirSync(dirname(place), { recursive: true });
    cpSync(file, place, { preserveTimestamps: true });
  }
}

/** What `npm run sizes` reads: which chunks there are, and which of them each page starts with. */
function noteParts() {
  const kit = join(top, 'client', '.svelte-kit');
  const manifest = readFileSync(join(kit, 'output', 'client', '.vite', 'manifest.json'), 'utf8');
  const app = readFileSync(join(kit, 'generated', 'build', 'client-optimized', 'app.js'), 'utf8');
  const dictionary = /export const dictionary = (\{[^}]*\})/.exec(app)?.[1];
  if (!dictionary) throw new Error('Kit no longer writes its dictionary as tools/build-client.mjs knows it.');
  const pages = Object.entries(JSON.parse(dictionary)).map(([page, nodes]) => [page, nodes.flat()]);
  writeFileSync(
    join(making, '.build.json'),
    JSON.stringify({ manifest: JSON.parse(manifest), pages: Object.fromEntries(pages) }),
  );
}

function swapIn() {
  rmSync(replaced, { recursive: true, force: true });
  if (existsSync(client)) renameSync(client, replaced);
  renameSync(making, client);
  rmSync(replaced, { recursive: true, force: true });
}

/** Lays `.br` and `.gz` beside everything that becomes notably smaller, so that the server only picks. */
function compress() {
  for (const file of filesBelow(making)) {
    if (!/\.(js|css|html|json|svg|webmanifest|txt|wasm)$/.test(file)) continue;
    const plain = readFileSync(file);
    if (plain.length < 1000) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
    writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }));
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
  }
}

/** One build at a time in this folder; the lock of a dead process does not count. */
async function lock() {
  mkdirSync(dist, { recursive: true });
  const until = Date.now() + timeLimitMs;
  const holder = join(lockFolder, 'pid');
  for (;;) {
    try {
      mkdirSync(lockFolder);
      writeFileSync(holder, String(process.pid));
      return () => rmSync(lockFolder, { recursive: true, force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if (!isHeld(holder)) rmSync(lockFolder, { recursive: true, force: true });
    else if (Date.now() > until)
      fail(`Another build has held ${lockFolder} for five minutes. Remove it if none runs.`);
    else await new Promise((settle) => setTimeout(settle, 200));
  }
}

/** @param {string} holder */
function isHeld(holder) {
  if (!existsSync(holder)) return existsSync(lockFolder) && Date.now() - statSync(lockFolder).mtimeMs < 2000;
  try {
    process.kill(Number(readFileSync(holder, 'utf8')), 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const node = await prepare();
  await buildClientIfStale(node).catch((error) => fail(error.message));
}
