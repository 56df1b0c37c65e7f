import { networkFaults, worldFaults, type Fault, type FaultCounts } from './faults.ts';
import type { WorldResult } from './run-world.ts';

/** What a run of many seeds has found so far; kept, so that it can go on where it was stopped. */
export interface Summary {
  readonly from: number;
  readonly to: number;
  /** From one seed to the next: more than 1 where several processes share them. */
  readonly step: number;
  /** The next seed to run. */
  readonly next: number;
  readonly worlds: number;
  readonly seconds: number;
  readonly deeds: number;
  readonly requests: number;
  readonly faults: FaultCounts;
  readonly failed: readonly { readonly seed: number; readonly invariants: readonly number[] }[];
  /** Seeds that failed, and held when they were run again: after something had been mended, or it was the machine. */
  readonly mended: readonly number[];
}

export function emptySummary(from: number, to: number, step = 1): Summary {
  return {
    from,
    to,
    step,
    next: from,
    worlds: 0,
    seconds: 0,
    deeds: 0,
    requests: 0,
    faults: {},
    failed: [],
    mended: [],
  };
}

/** The summary with one world more. */
export function addResult(summary: Summary, result: WorldResult, seconds: number): Summary {
  const invariants = [...new Set(result.broken.map((one) => one.invariant))];
  return {
    ...summary,
    next: result.seed + summary.step,
    worlds: summary.worlds + 1,
    seconds: summary.seconds + seconds,
    deeds: summary.deeds + result.deeds,
    requests: summary.requests + result.requests,
    faults: addFaults(summary.faults, result.counts),
    failed: invariants.length === 0 ? summary.failed : [...summary.failed, { seed: result.seed, invariants }],
  };
}

/** The summary with what became of a world that had failed and was run again. */
export function addRetry(summary: Summary, { seed, broken }: WorldResult): Summary {
  if (broken.length > 0) return summary;
  const failed = summary.failed.filter((one) => one.seed !== seed);
  return { ...summary, failed, mended: [...summary.mended, seed] };
}

/** What several processes found of one range: as one of them would have found it, but that their seconds are those of all. */
export function addUp(summaries: readonly Summary[]): Summary {
  const sum = (of: (summary: Summary) => number) => summaries.reduce((all, one) => all + of(one), 0);
  return {
    from: Math.min(...summaries.map((one) => one.from)),
    to: Math.max(...summaries.map((one) => one.to)),
    step: 1,
    // All before it are done.
    next: Math.min(...summaries.map((one) => Math.min(one.next, one.to + 1))),
    worlds: sum((one) => one.worlds),
    seconds: sum((one) => one.seconds),
    deeds: sum((one) => one.deeds),
    requests: sum((one) => one.requests),
    faults: summaries.reduce<FaultCounts>((all, one) => addFaults(all, one.faults), {}),
    failed: summaries.flatMap((one) => one.failed).sort((a, b) => a.seed - b.seed),
    mended: summaries.flatMap((one) => one.mended).sort((a, b) => a - b),
  };
}

function addFaults(one: FaultCounts, other: FaultCounts): FaultCounts {
  const sum = { ...one };
  for (const [fault, times] of Object.entries(other) as [Fault, number][]) {
    sum[fault] = (sum[fault] ?? 0) + times;
  }
  return sum;
}

/** The summary as a page. */
export function tellSummary(summary: Summary): string {
  const { from, next, worlds, seconds, deeds, requests, faults, failed, mended } = summary;
  const rows = [...networkFaults, ...worldFaults].map((fault) => `| ${fault} | ${faults[fault] ?? 0} |`);
  const broken = failed.map(({ seed, invariants }) => `- seed ${seed}: invariants ${invariants.join(', ')}`);
  return `# Simulation

The real engine over the real server and a real PostgreSQL, one world a seed (\`e2e/simulation/run-world.ts\`); written by
\`npm run simulate -- --from ${from} --to ${next - 1} --write\`.

Seeds ${from} to ${next - 1}: ${worlds} worlds, ${deeds} things done by people, ${requests} requests of devices, in ${Math.round(seconds)} s, those of all processes added.
${failed.length === 0 ? 'Every invariant held in every world, in the end.' : `Worlds in which an invariant did not hold: ${failed.length}.`}
${broken.length === 0 ? '' : `\n${broken.join('\n')}\n`}${mended.length === 0 ? '' : `\nWorlds in which one had not held, and that held when they were run again: ${mended.join(', ')}.\n`}
| fault | how often |
|---|---|
${rows.join('\n')}
`;
}
