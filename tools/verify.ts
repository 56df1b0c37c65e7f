import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildClientIfStale } from './build-client.mjs';
import { countPart } from './count.ts';
import type { Count } from './count.ts';
import { childEnvironment } from './host.mjs';
import { allMinutes, reportsFolder, rounds, slowness } from './parts.ts';
import type { Part } from './parts.ts';

/* `npm run verify`: every part, whatever the others say; the last line counts them all. */

const top = resolve(import.meta.dirname, '..');
const deadline = performance.now() + allMinutes * 60_000;
const running = new Set<number>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    for (const pid of running) endGroup(pid, 'SIGTERM');
    process.exit(130);
  });

const counts: Count[] = [];
try {
  await buildClientIfStale(process.execPath);
} catch (error) {
  process.stdout.write(`✘ build\n${error instanceof Error ? error.message : String(error)}\n`);
  counts.push({ passed: 0, failed: 1 });
}
for (const lanes of rounds) {
  const results = await Promise.all(lanes.map(runLane));
  counts.push(...results.flat());
}
const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

async function runLane(parts: readonly Part[]): Promise<Count[]> {
  const results: Count[] = [];
  for (const part of parts) results.push(await runPart(part));
  return results;
}

async function runPart(part: Part): Promise<Count> {
  const reportFile = join(top, reportsFolder, `${part.name}.json`);
  rmSync(reportFile, { force: true });
  const began = performance.now();
  const { exitCode, output, late } = await runScript(part);
  const report: unknown = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null;
  const count = countPart(part.kind, late ? null : exitCode, report);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const mark = count.failed > 0 ? '✘' : '✔';
  const limit = late ? ', ended because it took too long' : '';
  // Green parts are told in one line: what matters in a long log is what failed.
  process.stdout.write(count.failed > 0 ? `\n${output.trimEnd()}\n\n` : '');
  process.stdout.write(
    `${mark} ${part.name}: ${count.passed} passed, ${count.failed} failed (${seconds} s${limit})\n`,
  );
  return count;
}

function runScript(part: Part): Promise<{ exitCode: number | null; output: string; late: boolean }> {
  return new Promise((settle) => {
    // A process group of its own, so that a part that hangs is ended with all its children.
    const child = spawn('npm', ['run', '--silent', part.name, '--', ...part.more], {
      cwd: top,
      env: { ...childEnvironment(process.execPath), NO_COLOR: '1', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const pid = child.pid ?? 0;
    running.add(pid);
    let output = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const limit = Math.min(
      part.timeLimitMinutes * slowness * 60_000,
      Math.max(0, deadline - performance.now()),
    );
    const timer = setTimeout(() => {
      late = true;
      endGroup(pid, 'SIGTERM');
      setTimeout(() => endGroup(pid, 'SIGKILL'), 10_000).unref();
    }, limit);
    child.once('error', (error) => (output += error.message));
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      running.delete(pid);
      settle({ exitCode, output, late });
    });
  });
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
