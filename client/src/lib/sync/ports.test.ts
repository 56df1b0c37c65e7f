import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What would tie the engine to one world: a simulator must be able to replace each. */
const worldly =
  /\b(Date\.now|new Date\(\)|setTimeout|setInterval|queueMicrotask|fetch\(|XMLHttpRequest|EventSource|BroadcastChannel|navigator\.|Math\.random|crypto\.|localStorage|indexedDB|document\.|window\.)/u;

const folder = import.meta.dirname;
const engine = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

it.each(engine)('%s asks its ports for the world, and touches no global of it', (name) => {
  const code = readFileSync(`${folder}/${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/gu, '');
  expect(worldly.exec(code)?.[0]).toBeUndefined();
});

it('sees what it looks for', () => {
  expect(engine.length).toBeGreaterThan(40);
  expect(worldly.test('const now = Date.now();')).toBe(true);
  expect(worldly.test('await fetch(path)')).toBe(true);
});
