/* `npm run simulate -- --from 1 --to 300 --at-once 2`: runs seeds, goes on where it was stopped, and tells what broke. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { runWorld, type WorldResult } from './run-world.ts';
import { startSimulationHost } from './simulation-host.ts';
import { addResult, addRetry, addUp, emptySummary, tellSummary, type Summary } from './summary.ts';
import { tellFailure } from './tell-failure.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '300' },
    /** So many processes, which share the seeds out. */
    'at-once': { type: 'string', default: '1' },
    /** Set by the first process for those it starts: which of them this one is. */
    lane: { type: 'string' },
    /** Prints the trace of each world: to compare two runs. */
    trace: { type: 'boolean', default: false },
    /** Begins anew, whatever an earlier run has done. */
    again: { type: 'boolean', default: false },
    /** Writes the summary to docs/simulation.md. */
    write: { type: 'boolean', default: false },
  },
});

const [from, to, lanes] = [Number(values.from), Number(values.to), Number(values['at-once'])];
const folder = 'dist/simulation';
const placeOf = (lane: number) => `${folder}/${from}-${to}-${lane}-of-${lanes}.json`;
const say = (words: string) => process.stdout.write(`${words}\n`);

function readSummary(lane: number): Summary {
  try {
    return {
      ...emptySummary(from + lane, to, lanes),
      ...(JSON.parse(readFileSync(placeOf(lane), 'utf8')) as Summary),
    };
  } catch {
    return emptySummary(from + lane, to, lanes);
  }
}

function keep(lane: number, summary: Summary): void {
  writeFileSync(placeOf(lane), JSON.stringify(summary));
}

async function run(seed: number, work: Promise<WorldResult>): Promise<WorldResult> {
  try {
    return await work;
  } catch (error) {
    const says = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const broken = [{ invariant: 0, says: `the world itself broke: ${says}` }];
    return { seed, digest: '', steps: [], trace: [], broken, counts: {}, deeds: 0, requests: 0 };
  }
}

/** Every so many-eth seed from `from` on, one after the other. */
async function runLane(lane: number): Promise<void> {
  const host = await startSimulationHost();
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopped = true));
  let summary = values.again ? emptySummary(from + lane, to, lanes) : readSummary(lane);
  // Something may have been mended since.
  for (const { seed } of summary.failed) {
    const result = await run(seed, runWorld(host, seed));
    say(`${seed} again: ${result.broken.length === 0 ? 'held' : tellFailure(result)}`);
    summary = addRetry(summary, result);
    keep(lane, summary);
  }
  for (let seed = summary.next; seed <= to && !stopped; seed = summary.next) {
    const began = performance.now();
    const result = await run(seed, runWorld(host, seed));
    const seconds = (performance.now() - began) / 1000;
    say(
      `${seed} ${result.digest} ${result.deeds} deeds, ${result.requests} requests, ${seconds.toFixed(1)} s`,
    );
    if (values.trace) say(result.trace.join('\n'));
    if (result.broken.length > 0) say(tellFailure(result));
    summary = addResult(summary, result, seconds);
    keep(lane, summary);
  }
  await host.close();
}

async function runAll(): Promise<void> {
  const postgres = await startTestPostgres();
  mkdirSync(folder, { recursive: true });
  const children = Array.from({ length: lanes }, (_, lane) =>
    fork(import.meta.filename, [...process.argv.slice(2), '--lane', String(lane)]),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => children.forEach((child) => child.kill(signal)));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as unknown));
  await postgres.stop();
  const summary = addUp(children.map((_, lane) => readSummary(lane)));
  say(tellSummary(summary));
  if (values.write) writeFileSync('docs/simulation.md', tellSummary(summary));
  process.exitCode = summary.failed.length === 0 && codes.every((code) => code === 0) ? 0 : 1;
}

await (values.lane === undefined ? runAll() : runLane(Number(values.lane)));
