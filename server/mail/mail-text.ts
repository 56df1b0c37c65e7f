export type MailLanguage = 'nb' | 'en';

/** Text for one header line: no control characters or line breaks, at most `max` characters. */
export function oneLine(text: string, max = 150): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 1).trimEnd()}…` : line;
}

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A calendar date as people write it: `3. desember 2026`, `3 December 2026`. */
export function sayCalendarDate(date: string, language: MailLanguage): string {
  const locale = language === 'nb' ? 'nb-NO' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
}
