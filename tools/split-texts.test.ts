import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onlyEnglish, withoutEnglish } from './split-texts.ts';

const source = `import { defineTexts } from '#lib/texts/define-texts.ts';
import { sayCount } from '#lib/texts/say-number.ts';

/** A page. */
export const pageTexts = defineTexts(
  { title: 'Side', files: (n: number) => sayCount(n, 'fil', 'filer', 'nb') } satisfies Shape,
  { title: 'Page', files: (n) => sayCount(n, 'file', 'files', 'en') },
);
export const wordTexts = defineTexts({ yes: 'Ja' }, { yes: 'Yes' });
`;

test('a catalog without its English fetches it from a module of its own', () => {
  const split = withoutEnglish(source, '/x/page-texts.english.ts') ?? '';
  expect(split).toContain("title: 'Side'");
  expect(split).toContain('import("/x/page-texts.english.ts").then((texts) => texts.pageTexts)');
  expect(split).toContain('import("/x/page-texts.english.ts").then((texts) => texts.wordTexts)');
  expect(split).not.toContain('Page');
  expect(split).not.toContain('Yes');
});

test('the module of its English has the English alone, under the same names', () => {
  const english = onlyEnglish(source);
  expect(english).toContain("export const pageTexts = ({ title: 'Page'");
  expect(english).toContain("export const wordTexts = ({ yes: 'Yes' })");
  expect(english).not.toContain('Side');
});

test('a module without texts is left alone, and texts that could not be split are refused', () => {
  expect(withoutEnglish('export const x = 1;', 'y')).toBeNull();
  expect(() => withoutEnglish("const a = defineTexts({ a: 'A' }, { a: 'B' });", 'y')).toThrow(
    /export const/u,
  );
});

test('every catalog of the app can be split', () => {
  const folder = join(import.meta.dirname, '..', 'client', 'src', 'lib', 'texts');
  const split = globSync('*.ts', { cwd: folder, exclude: ['*.test.ts', 'define-texts.ts'] }).filter(
    (name) => withoutEnglish(readFileSync(join(folder, name), 'utf8'), 'y') !== null,
  );
  expect(split).toEqual(expect.arrayContaining(['shell-texts.ts', 'task-texts.ts', 'task-words.ts']));
});
