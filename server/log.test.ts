import { expect, test } from 'vitest';
import { createLog } from '#server/log.ts';

test('a log writes one line with its facts, and nothing below its level', () => {
  const lines: string[] = [];
  const log = createLog('warn', (line) => lines.push(line));
  log.info('not this');
  log.warn('this', { port: 3000 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn {2}this \{"port":3000\}$/);
});
