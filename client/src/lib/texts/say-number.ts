import type { Language } from '#lib/texts/language.svelte.ts';

const locales: Record<Language, string> = { nb: 'nb-NO', en: 'en-GB' };

/** A number with the language's own spaces and comma. */
export function sayNumber(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: decimals }).format(value);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in the units of the file manager (1 kB = 1000 B): `0 B`, `812 kB`, `3,4 MB`; no decimals from 100 on. */
export function saySize(bytes: number, language: Language): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999 500 B would else be said as "1000 kB".
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const decimals = unit >= 2 && value < 99.95 ? 1 : 0;
  return `${sayNumber(value, language, decimals)}\u00a0${units[unit]}`;
}

/** `1 fil`, `3 filer`: the count with its noun in the right number. */
export function sayCount(count: number, one: string, many: string, language: Language): string {
  return `${sayNumber(count, language)}\u00a0${count === 1 ? one : many}`;
}

/** Time that is left, rounded to what helps: `12 sekunder`, `4 minutter`, `2 timer`. */
export function sayDuration(seconds: number, language: Language): string {
  const nouns = {
    nb: { s: ['sekund', 'sekunder'], m: ['minutt', 'minutter'], h: ['time', 'timer'] },
    en: { s: ['second', 'seconds'], m: ['minute', 'minutes'], h: ['hour', 'hours'] },
  } as const;
  const noun = nouns[language];
  if (seconds < 90) return sayCount(Math.max(1, Math.ceil(seconds)), noun.s[0], noun.s[1], language);
  if (seconds < 90 * 60) return sayCount(Math.ceil(seconds / 60), noun.m[0], noun.m[1], language);
  return sayCount(Math.ceil(seconds / 3600), noun.h[0], noun.h[1], language);
}

/** Words in a row: `a, b og c`. */
export function sayList(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(items);
}
