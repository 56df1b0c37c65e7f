/* `npm run dev`: the server restarts, the page reloads itself, as files change. Plain JavaScript that Node 20 runs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientIfStale } from './build-client.mjs';
import { childEnvironment, prepare, say, top } from './host.mjs';

const node = await prepare();
// The server wants a built client to serve; the one being worked on comes from Vite, so any will do.
if (!existsSync(join(top, 'dist', 'client', '200.html'))) await buildClientIfStale(node);

const port = process.env.PORT || '3000';
const vitePort = process.env.VITE_PORT || '5173';
const env = {
  ...childEnvironment(node),
  PORT: port,
  PUBLIC_URL: process.env.PUBLIC_URL || `http://localhost:${vitePort}`,
};
const children = [
  // `--watch-preserve-output` keeps the printed sign-ins in sight.
  run(['--watch', '--watch-preserve-output', 'server/main.ts']),
  run([join('node_modules', 'vite', 'bin', 'vite.js'), 'dev', '--port', vitePort, '--strictPort']),
];
say(`Open http://localhost:${vitePort}; the server behind it is on port ${port}.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

/** @param {string[]} args */
function run(args) {
  // A group of its own each: Ctrl-C comes to them once, through us.
  const child = spawn(node, args, { cwd: top, stdio: ['ignore', 'inherit', 'inherit'], env, detached: true });
  child.once('exit', () => stop(1));
  return child;
}

/** @param {number} exitCode */
function stop(exitCode) {
  if (stopping) return;
  stopping = true;
  const exits = children.map((child) =>
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise((settle) => child.once('exit', settle)),
  );
  for (const child of children) child.kill('SIGTERM');
  void Promise.all(exits).then(() => process.exit(exitCode));
}
