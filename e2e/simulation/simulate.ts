/* `npm run simulate -- --from 1 --to 300`: runs seeds one after the other, goes on where it was stopped, and tells what broke. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { runWorld, type WorldResult } from './run-world.ts';
import { startSimulationHost } from './simulation-host.ts';
import { addResult, emptySummary, tellSummary, type Summary } from './summary.ts';
import { tellFailure } from './tell-failure.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '300' },
    /** Prints the trace of each world: to compare two runs. */
    trace: { type: 'boolean', default: false },
    /** Begins anew, whatever an earlier run has done. */
    again: { type: 'boolean', default: false },
    /** Writes the summary to docs/simulation.md. */
    write: { type: 'boolean', default: false },
  },
});

const [from, to] = [Number(values.from), Number(values.to)];
const folder = 'dist/simulation';
const place = `${folder}/${from}-${to}.json`;
const say = (words: string) => process.stdout.write(`${words}\n`);

function readSummary(): Summary {
  if (values.again) return emptySummary(from, to);
  try {
    return JSON.parse(readFileSync(place, 'utf8')) as Summary;
  } catch {
    return emptySummary(from, to);
  }
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

const postgres = await startTestPostgres();
const host = await startSimulationHost();
mkdirSync(folder, { recursive: true });
let summary = readSummary();
let stopped = false;
process.once('SIGINT', () => (stopped = true));
process.once('SIGTERM', () => (stopped = true));
for (let seed = summary.next; seed <= to && !stopped; seed += 1) {
  const began = performance.now();
  const result = await run(seed, runWorld(host, seed));
  const seconds = (performance.now() - began) / 1000;
  say(`${seed} ${result.digest} ${result.deeds} deeds, ${result.requests} requests, ${seconds.toFixed(1)} s`);
  if (values.trace) say(result.trace.join('\n'));
  if (result.broken.length > 0) say(tellFailure(result));
  summary = addResult(summary, result, seconds);
  writeFileSync(place, JSON.stringify(summary));
}
say(tellSummary(summary));
if (values.write) writeFileSync('docs/simulation.md', tellSummary(summary));
await host.close();
await postgres.stop();
process.exitCode = summary.failed.length === 0 ? 0 : 1;
