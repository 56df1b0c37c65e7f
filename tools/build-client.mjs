/* Builds the client into dist/client when its sources changed. Plain JavaScript that Node 20 runs. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { childEnvironment, fail, findNode, installIfNeeded, say, top } from './host.mjs';

const dist = join(top, 'dist');
const client = join(dist, 'client');
const stampFile = join(client, '.stamp');
const lockFolder = join(dist, 'client.lock');
const timeLimitMs = 5 * 60_000;

/** An app that was opened before an update may still ask for its own files for this long. */
const keepOldFilesMs = 60 * 24 * 3_600_000;

/** Builds unless dist/client already is what these sources make. */
export async function buildClientIfStale(node) {
  const stamp = stampOfSources();
  if (isFresh(stamp)) return;
  const unlock = await lock();
  try {
    if (isFresh(stamp)) return;
    say('Building the client …');
    const kept = keepOldFiles();
    rmSync(join(client, '200.html'), { force: true });
    await runBuild(node);
    restoreOldFiles(kept);
    compress();
    writeFileSync(stampFile, stamp);
  } finally {
    unlock();
  }
}

function isFresh(stamp) {
  return (
    existsSync(join(client, '200.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  );
}

/** A hash over everything that goes into the client; tests do not. */
function stampOfSources() {
  const hash = createHash('sha256');
  const files = ['client/src', 'client/static', 'shared'].flatMap((folder) => filesBelow(join(top, folder)));
  files.push(
    ...['vite.config.ts', 'client/tsconfig.json', 'package-lock.json', 'tools/build-client.mjs'].map((name) =>
      join(top, name),
    ),
  );
  for (const file of files.sort()) {
    if (/\.(test|cases)\.ts$/.test(file)) continue;
    hash.update(file.slice(top.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Vite in a process of its own: version 8 may hang when it should exit, and then it is ended. */
function runBuild(node) {
  return new Promise((built, failed) => {
    const child = spawn(node, [join(top, 'tools', 'vite-build.mjs')], {
      cwd: top,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...childEnvironment(node), NODE_ENV: 'production' },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
    child.once('error', failed);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0 && existsSync(join(client, '200.html'))) built();
      else failed(new Error(`The client does not build (${signal ?? code}):\n${printed}`));
    });
  });
}

/** Names with a hash in them; a page that is still open on the old version loads them when it needs them. */
function keepOldFiles() {
  const immutable = join(client, '_app', 'immutable');
  const kept = join(dist, 'client.old');
  rmSync(kept, { recursive: true, force: true });
  if (existsSync(immutable)) cpSync(immutable, kept, { recursive: true, preserveTimestamps: true });
  return kept;
}

function restoreOldFiles(kept) {
  const immutable = join(client, '_app', 'immutable');
  for (const file of filesBelow(kept)) {
    const place = join(immutable, file.slice(kept.length));
    if (existsSync(place) || /\.(br|gz)$/.test(file) || Date.now() - statSync(file).mtimeMs > keepOldFilesMs)
      continue;
    mkdirSync(dirname(place), { recursive: true });
    cpSync(file, place, { preserveTimestamps: true });
  }
  rmSync(kept, { recursive: true, force: true });
}

/** Lays `.br` and `.gz` beside everything that becomes notably smaller, so that the server only picks. */
function compress() {
  for (const file of filesBelow(client)) {
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
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isHeld(holder)) rmSync(lockFolder, { recursive: true, force: true });
    else if (Date.now() > until)
      fail(`Another build has held ${lockFolder} for five minutes. Remove it if none runs.`);
    else await new Promise((settle) => setTimeout(settle, 200));
  }
}

function isHeld(holder) {
  if (!existsSync(holder)) return existsSync(lockFolder) && Date.now() - statSync(lockFolder).mtimeMs < 2000;
  try {
    process.kill(Number(readFileSync(holder, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installIfNeeded();
  await buildClientIfStale(findNode());
}
