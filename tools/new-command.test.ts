import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { camel, filesOfCommand, insertLine, isCommandName, linesOfCommand, pascal } from './command-files.ts';

const top = join(import.meta.dirname, '..');

test('a command is named in kebab-case with a verb and more', () => {
  expect(['hand-over-task', 'add-comment'].map(isCommandName)).toEqual([true, true]);
  expect(['', 'task', 'Hand-Over', 'hand_over', '../x-y', 'hand-'].map(isCommandName)).not.toContain(true);
  expect([camel('hand-over-task'), pascal('hand-over-task')]).toEqual(['handOverTask', 'HandOverTask']);
});

test('a new command gets files of its own, and its places in the shared texts are still there', () => {
  for (const file of filesOfCommand('hand-over-task')) expect(existsSync(join(top, file.path))).toBe(false);
  for (const line of linesOfCommand('hand-over-task')) {
    const before = readFileSync(join(top, line.path), 'utf8');
    const after = insertLine(before, line);
    expect(after.length).toBe(before.length + line.line.length);
    expect(after.split('\n')).toContain(line.line.trimEnd());
  }
});

test('a place that is gone is told with the line to add by hand', () => {
  const line = { path: 'x.ts', line: 'new line\n', before: 'nowhere' };
  expect(() => insertLine('something else', line)).toThrow(/x\.ts no longer has "nowhere".*\nnew line/u);
});
