import { z } from 'zod/mini';

/** ISO 8601 knows a year 0000, PostgreSQL does not. */
function hasYear(text: string): boolean {
  return !text.startsWith('0000');
}

/** A moment in UTC, ISO 8601 with `Z`, e.g. `2026-11-23T08:12:00.000Z`. Rules compare them as numbers by `millis`. */
export const instantSchema = z.iso
  .datetime({ precision: 3 })
  .check(z.refine(hasYear, { error: 'there is no year 0' }));
export type Instant = z.infer<typeof instantSchema>;

/** A calendar date without a time, e.g. `2026-12-03`: deadlines are dates in the tenant's own time zone. */
export const dateSchema = z.iso.date().check(z.refine(hasYear, { error: 'there is no year 0' }));
export type CalendarDate = z.infer<typeof dateSchema>;

/** Milliseconds since 1970, so that instants can be compared and subtracted without a clock. */
export function millis(instant: Instant): number {
  return Date.parse(instant);
}
