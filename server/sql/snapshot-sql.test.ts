import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlExamples } from '#server/sql/examples.ts';
import { snapshotSql } from '#server/sql/snapshot-sql.ts';

const server = join(import.meta.dirname, '..');

test('the committed SQL is what the query functions compile to (run npm run sql after a change)', async () => {
  const fresh = await snapshotSql();
  const committed = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.sql'));
  expect(committed.sort()).toEqual([...fresh.keys()].sort());
  for (const [name, text] of fresh) {
    expect(readFileSync(join(import.meta.dirname, name), 'utf8'), name).toBe(text);
  }
});

test('every function of every queries file has its SQL committed', () => {
  const files = globSync('**/*-queries.ts', { cwd: server });
  expect(files.length).toBeGreaterThan(10);
  const missing = files.flatMap((file) => {
    const known = Object.keys(sqlExamples[file.replace(/\.ts$/u, '')] ?? {});
    const text = readFileSync(join(server, file), 'utf8');
    const functions = [...text.matchAll(/^export async function (\w+)/gmu)].map((match) => match[1] ?? '');
    return functions.filter((name) => !known.includes(name)).map((name) => `${file} ${name}`);
  });
  expect(missing).toEqual([]);
});
