import { afterAll, beforeAll, expect, it } from 'vitest';
import { runWorld } from './run-world.ts';
import { startSimulationHost, type SimulationHost } from './simulation-host.ts';
import { tellFailure } from './tell-failure.ts';

let host: SimulationHost;
beforeAll(async () => {
  host = await startSimulationHost();
});
afterAll(() => host.close());

it('every invariant holds in the worlds of a hundred and fifty odd seeds', { timeout: 900_000 }, async () => {
  for (let seed = 1; seed <= 300; seed += 2) {
    const result = await runWorld(host, seed);
    expect(result.broken, tellFailure(result)).toEqual([]);
  }
});
