import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const top = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(resolve(top, path), 'utf8');

const rows = [...read('docs/invariants.md').matchAll(/^\| (\d+) +\| ([^|\n]+) \|([^|\n]*)\|$/gmu)].map(
  ([, number, , cell = '']) => {
    const places = cell.split(' · ').map((place) => /^`([^`]+)`(?: › "([^"]+)")?$/u.exec(place.trim()) ?? []);
    const named = places.flatMap(([, path, title]) => (path === undefined ? [] : [{ path, title }]));
    return {
      number: Number(number),
      tests: named.flatMap(({ path, title }) => (title === undefined ? [] : [{ path, title }])),
      checkers: named.flatMap(({ path, title }) => (title === undefined ? [path] : [])),
      unread: places.length - named.length,
    };
  },
);

/** Every number that a checker of the simulation reports, with its file; 0 is the world itself. */
const reported = globSync('e2e/simulation/**/*.ts', { cwd: top }).flatMap((path) => {
  const calls = read(path).matchAll(/(?:\breport\(([^,()]+),|\binvariant: (\d+))/gu);
  const numbers = [...calls].flatMap(
    ([, asked = '', named = '']) => `${asked} ${named}`.match(/\d+/gu) ?? [],
  );
  return [...new Set(numbers.map(Number))].filter((number) => number > 0).map((number) => ({ number, path }));
});

describe('docs/invariants.md', () => {
  it('has each of the forty once, in order', () => {
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  it('names for each a test or a checker', () => {
    const bare = rows.filter(({ tests, checkers }) => tests.length + checkers.length === 0);
    expect(bare.map((row) => row.number)).toEqual([]);
    const unread = rows.filter((row) => row.unread > 0);
    expect(unread.map((row) => row.number)).toEqual([]);
  });

  it.each(rows.flatMap(({ number, tests }) => tests.map((test) => ({ number, ...test }))))(
    '$number: $path has "$title"',
    ({ path, title }) => {
      expect(path).toMatch(/\.(test|spec)\.ts$/u);
      expect(existsSync(resolve(top, path)), path).toBe(true);
      const source = read(path).replaceAll(/^\s*(\/\/|\*).*$/gmu, '');
      const quoted = ["'", '"', '`'].find((quote) => source.includes(`${quote}${title}${quote}`)) ?? '?';
      const before = source.slice(0, source.indexOf(`${quoted}${title}${quoted}`));
      // Run, and not left out: `it('…`, `test.each(…)('…`, a title that is passed on, but no skip or todo.
      expect(quoted, title).not.toBe('?');
      expect(before.slice(before.lastIndexOf('\n')), title).not.toMatch(/\b(skip|todo|fixme|only)\b/u);
      expect(source, path).not.toMatch(/\b(describe|it|test)\.(skip|todo|fixme|only)\b/u);
    },
  );

  it('names each checker of the simulation in the rows that it reports, and in no other', () => {
    const listed = rows.flatMap(({ number, checkers }) => checkers.map((path) => `${number} ${path}`));
    expect(listed.sort()).toEqual(reported.map(({ number, path }) => `${number} ${path}`).sort());
    expect(reported.length).toBeGreaterThan(20);
  });
});
