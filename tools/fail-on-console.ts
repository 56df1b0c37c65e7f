import { afterEach, beforeEach, vi } from 'vitest';

/**
 * A test that makes `console.error` or `console.warn` speak fails, whatever else it asserts. A test that wants the
 * message replaces the function itself (`vi.spyOn(console, 'error').mockImplementation(…)`) and asserts on it.
 */
let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      said.push(`console.${level}: ${words.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  const all = said;
  said = [];
  if (all.length > 0) throw new Error(`The console must stay silent in a test. It said:\n${all.join('\n')}`);
});
