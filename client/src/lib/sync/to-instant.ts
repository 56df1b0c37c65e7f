import type { Instant } from '#shared/kernel/instant.ts';

/** A moment of the device's clock as an instant. */
export function toInstant(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString();
}
