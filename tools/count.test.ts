import { expect, test } from 'vitest';
import { countPart } from './count.ts';

const vitest = (numbers: Partial<Record<string, number>>, testResults: unknown[] = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  ...numbers,
  testResults,
});

const playwright = (stats: Partial<Record<string, number>>, errors: unknown[] = []) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
});

test('a check counts as one, by its exit code', () => {
  expect(countPart('check', 0, null)).toEqual({ passed: 1, failed: 0 });
  expect(countPart('check', 2, null)).toEqual({ passed: 0, failed: 1 });
  expect(countPart('check', null, null)).toEqual({ passed: 0, failed: 1 });
});

test('tests are counted from the report of their runner', () => {
  expect(countPart('vitest', 1, vitest({ numPassedTests: 5, numFailedTests: 2 }))).toEqual({
    passed: 5,
    failed: 2,
  });
  expect(countPart('playwright', 1, playwright({ expected: 3, unexpected: 1, flaky: 1 }))).toEqual({
    passed: 3,
    failed: 2,
  });
});

test('skipped and unwritten tests count as failed', () => {
  expect(countPart('vitest', 0, vitest({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 }))).toEqual({
    passed: 5,
    failed: 2,
  });
  expect(countPart('playwright', 0, playwright({ expected: 3, skipped: 4 }))).toEqual({
    passed: 3,
    failed: 4,
  });
});

test('a test file that does not load counts as failed', () => {
  const files = [{ status: 'failed', assertionResults: [] }];
  expect(countPart('vitest', 1, vitest({ numPassedTests: 5 }, files))).toEqual({ passed: 5, failed: 1 });
  expect(countPart('playwright', 1, playwright({ expected: 3 }, ['syntax']))).toEqual({
    passed: 3,
    failed: 1,
  });
});

test('a runner that crashed, told nothing or ran nothing counts as failed', () => {
  expect(countPart('vitest', 1, vitest({ numPassedTests: 5 }))).toEqual({ passed: 5, failed: 1 });
  expect(countPart('vitest', null, null)).toEqual({ passed: 0, failed: 1 });
  expect(countPart('playwright', 0, 'no report')).toEqual({ passed: 0, failed: 1 });
  expect(countPart('vitest', 0, vitest({}))).toEqual({ passed: 0, failed: 1 });
});
