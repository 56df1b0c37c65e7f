import { expect, it } from 'vitest';
import { jittered, probeDelay } from '#lib/sync/back-off.ts';
import { reactTo } from '#lib/sync/react-to-trouble.ts';
import { problemStatus, type ProblemCode } from '#shared/kernel/problem.ts';

it('waits for a person only where nobody else can help', () => {
  const codes = Object.keys(problemStatus) as ProblemCode[];
  const halting = codes.filter((code) => reactTo({ code }).kind === 'halted');
  expect(halting).toEqual(['session.missing', 'device.blocked', 'client.outdated']);
  expect(reactTo({ code: 'network' }).kind).toBe('offline');
  expect(reactTo({ code: 'answer.foreign' }).kind).toBe('offline');
  expect(reactTo({ code: 'rate.limited', retryAfter: 7 })).toEqual({ kind: 'throttled', seconds: 7 });
  expect(reactTo({ code: 'rate.limited' }).kind).toBe('later');
});

it('waits longer and longer: full jitter from one second to five minutes, probes from five seconds to two minutes', () => {
  expect([1, 2, 3, 9, 50].map((failures) => jittered(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 256_000, 300_000,
  ]);
  expect(jittered(9, 0)).toBe(0);
  expect(jittered(9, 0.5)).toBe(128_000);
  expect([1, 2, 5, 6, 50].map(probeDelay)).toEqual([5_000, 10_000, 20_000, 20_000, 20_000]);
});
