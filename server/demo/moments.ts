import type { CalendarDate, Instant } from '#shared/kernel/instant.ts';

/** Minutes before now, or how many days ago and at what time of the day in Norway. */
export type When = number | readonly [days: number, clock: `${number}:${number}`];

const zone = 'Europe/Oslo';
const dates = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const times = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });

/** The calendar date in Norway, so many days after the day of `now` (before, when negative). */
export function dateFrom(now: Instant, days: number): CalendarDate {
  const today = dates.format(new Date(now));
  return new Date(Date.parse(`${today}T12:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The instant of a `When`, seen from `now`. */
export function momentFrom(now: Instant, when: When): Instant {
  if (typeof when === 'number') return new Date(Date.parse(now) - when * 60_000).toISOString();
  const [days, clock] = when;
  const asUtc = Date.parse(`${dateFrom(now, -days)}T${clock}:00.000Z`);
  return new Date(asUtc - offsetAt(asUtc)).toISOString();
}

/** How far Norwegian clocks are ahead of UTC, in ms. */
function offsetAt(millis: number): number {
  const shown = times.format(new Date(millis));
  return Date.parse(`${shown.replace(' ', 'T')}.000Z`) - Math.floor(millis / 1000) * 1000;
}
