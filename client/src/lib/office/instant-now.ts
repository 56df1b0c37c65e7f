import type { Instant } from '#shared/kernel/instant.ts';

/** This browser's clock: evidence of when something was made, never order. */
export function instantNow(): Instant {
  return new Date().toISOString();
}
