import type { Language } from '#lib/texts/language.svelte.ts';

/** All dates are said in the tenants' own time zone, wherever the device is. */
const timeZone = 'Europe/Oslo';

const locales: Record<Language, string> = { nb: 'nb-NO', en: 'en-GB' };

const words = {
  nb: { today: 'i dag', yesterday: 'i går', tomorrow: 'i morgen', due: 'frist', overdue: 'forfalt' },
  en: { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow', due: 'due', overdue: 'was due' },
} as const satisfies Record<Language, Record<string, string>>;

const cache = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is dear on tablets; there are few of them. */
function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = cache.get(key) ?? new Intl.DateTimeFormat(locales[language], { timeZone, ...options });
  cache.set(key, known);
  return known;
}

/** The calendar date of a moment in Oslo, `2026-12-03`. */
export function dateInOslo(moment: Date): string {
  const part = Object.fromEntries(
    formatter('en', { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  return `${part['year']}-${part['month']}-${part['day']}`;
}

/** Whole calendar days from one date to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The time of day: `14.05` in Norwegian, `14:05` in English. */
export function sayTime(instant: string | Date, language: Language): string {
  const text = formatter(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );
  return language === 'nb' ? text.replace(':', '.') : text;
}

/** A date as people say it: `i dag`, `i går`, `i morgen`, `tor. 3. des.`, and with the year when it is another one. */
export function sayDate(date: string, now: Date, language: Language): string {
  const today = dateInOslo(now);
  const days = daysBetween(today, date);
  if (days === 0) return words[language].today;
  if (days === -1) return words[language].yesterday;
  if (days === 1) return words[language].tomorrow;
  const moment = new Date(`${date}T12:00:00Z`);
  const otherYear = date.slice(0, 4) !== today.slice(0, 4);
  return formatter(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(otherYear ? { year: 'numeric' } : {}),
  })
    .format(moment)
    .replace(', ', ' ');
}

/** A moment as people say it: `i dag 14.05`, `i går 08.30`, `tor. 3. des. 14.05`. */
export function sayMoment(instant: string, now: Date, language: Language): string {
  const moment = new Date(instant);
  return `${sayDate(dateInOslo(moment), now, language)} ${sayTime(moment, language)}`;
}

/** The time alone for today, else the whole: `09.12`, `i går 09.12`. For "sist kontakt". */
export function sayShortMoment(instant: string, now: Date, language: Language): string {
  const moment = new Date(instant);
  return dateInOslo(moment) === dateInOslo(now)
    ? sayTime(moment, language)
    : sayMoment(instant, now, language);
}

/** A deadline: `frist i dag`, `frist tor. 3. des.`; where it has passed and the work is not done `forfalt i går`. */
export function sayDeadline(date: string, overdue: boolean, now: Date, language: Language): string {
  const word = overdue ? words[language].overdue : words[language].due;
  return `${word} ${sayDate(date, now, language)}`;
}
