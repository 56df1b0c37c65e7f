/** Full jitter: anything up to the growing bound, so that many devices do not come back together. */
export function jittered(failures: number, fraction: number): number {
  return Math.round(bound(failures, 1_000, 5 * 60_000) * fraction);
}

/**
 * How long to wait before the next probe while the server is out of reach: 5 s, doubling to 20 s: a probe costs
 * next to nothing, and whoever comes up from a cellar waits for it.
 */
export function probeDelay(failures: number): number {
  return bound(failures, 5_000, 20_000);
}

function bound(failures: number, first: number, last: number): number {
  return Math.min(last, first * 2 ** Math.min(30, Math.max(0, failures - 1)));
}
