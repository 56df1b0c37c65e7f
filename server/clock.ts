import type { Instant } from '#shared/kernel/instant.ts';

/** Says what time it is; handed in everywhere, so that a test or a simulation owns time. */
export type Clock = () => Instant;

/** The machine's own clock. */
export const systemClock: Clock = () => new Date().toISOString();

/** The instant `ms` milliseconds after `instant` (before, when negative). */
export function laterBy(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}
