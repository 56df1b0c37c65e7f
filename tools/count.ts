import { z } from 'zod';
import type { Part } from './parts.ts';

export type Count = Readonly<{ passed: number; failed: number }>;

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/**
 * What one part contributes to the last line. A skipped test counts as failed: nobody knows whether it holds. So does a
 * runner that crashed, ran into its limit, told nothing, or ran no test at all, however good the rest looks.
 */
export function countPart(kind: Part['kind'], exitCode: number | null, report: unknown): Count {
  if (kind === 'check') return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const told = kind === 'vitest' ? countVitest(report) : countPlaywright(report);
  const passed = told?.passed ?? 0;
  const failed = told?.failed ?? 0;
  const silent = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

function countVitest(report: unknown): Count | null {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((each) => each.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + numPendingTests + numTodoTests + brokenFiles.length,
  };
}

function countPlaywright(report: unknown): Count | null {
  const parsed = playwrightReport.safeParse(report);
  if (!parsed.success) return null;
  const { expected, unexpected, flaky, skipped } = parsed.data.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + parsed.data.errors.length };
}
