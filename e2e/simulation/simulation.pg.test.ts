import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgesTooEarly, dropsRefusals, readsByCursor } from './broken-variants.ts';
import { regressionSeeds } from './regression-seeds.ts';
import { runWorld } from './run-world.ts';
import { startSimulationHost, type SimulationHost } from './simulation-host.ts';
import { tellFailure } from './tell-failure.ts';
import type { Meddling } from './world.ts';

/*
 * The real engine and the real server in worlds where everything happens that a seed can think of. `npm run simulate`
 * runs as many as one likes; these run always.
 */
/** A busy machine is slow, not wrong. */
const timeout = 900_000;

let host: SimulationHost;
beforeAll(async () => {
  host = await startSimulationHost();
});
afterAll(() => host.close());

const seeds = Array.from({ length: 20 }, (_, at) => at + 1);
/** Worlds in which transactions of the office often stay open. */
const busyOffices = Array.from({ length: 20 }, (_, at) => 5 * at + 3);

/** Which invariants break in the first of these worlds in which any does. */
async function firstBroken(meddling: Meddling, seeds: readonly number[]): Promise<number[]> {
  for (const seed of seeds) {
    const { broken } = await runWorld(host, seed, meddling);
    if (broken.length > 0) return [...new Set(broken.map((one) => one.invariant))].sort((a, b) => a - b);
  }
  return [];
}

describe('the simulation', () => {
  it('does the same again for the same seed, request by request', { timeout }, async () => {
    for (const seed of [5, 11, 17]) {
      const [first, second] = [await runWorld(host, seed), await runWorld(host, seed)];
      expect(second.trace).toEqual(first.trace);
      expect(second.digest).toBe(first.digest);
    }
  });

  it('finds an engine that takes an answered command for settled (19)', { timeout }, async () => {
    expect(await firstBroken(acknowledgesTooEarly, seeds)).toContain(19);
  });

  it('finds an engine that drops a refusal (21)', { timeout }, async () => {
    expect(await firstBroken(dropsRefusals, seeds)).toContain(21);
  });

  it('finds a feed that is read by a sequence cursor (1, 9 or 11)', { timeout }, async () => {
    const broken = await firstBroken(readsByCursor, busyOffices);
    expect(broken.some((invariant) => [1, 9, 11].includes(invariant))).toBe(true);
  });
});

describe('seeds that once broke something', () => {
  it('hold', { timeout }, async () => {
    for (const seed of Object.values(regressionSeeds)) {
      const result = await runWorld(host, seed);
      expect(result.broken, tellFailure(result)).toEqual([]);
    }
  });
});
