import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const script = readFileSync(join(import.meta.dirname, '../../../static/start.js'), 'utf8');

/** The page's language after the script ran in a browser that asks for these, with this one remembered. */
function languageFor(languages: readonly string[], remembered: string | null = null): string {
  const documentElement = { lang: 'nb', dataset: {} };
  const localStorage = { getItem: (key: string) => (key === 'oppdrag-language' ? remembered : null) };
  runInNewContext(script, { document: { documentElement }, navigator: { languages }, localStorage });
  return documentElement.lang;
}

test.each([
  [['en-GB'], 'en'],
  [['en-US', 'en'], 'en'],
  [['pl', 'en'], 'en'],
  [['nb-NO'], 'nb'],
  [['en-US', 'nb'], 'nb'],
  [['no', 'en'], 'nb'],
  [['sv-SE', 'en'], 'nb'],
  [['de-DE'], 'nb'],
  [[], 'nb'],
])('at the first visit a browser that asks for %j gets %s', (asked, language) => {
  expect(languageFor(asked)).toBe(language);
});

test('the language that was chosen is remembered, whatever the browser asks for', () => {
  expect(languageFor(['en-GB'], 'nb')).toBe('nb');
  expect(languageFor(['nb-NO'], 'en')).toBe('en');
});
