/** One part of `npm run verify`, by the npm script that also runs it alone. */
export type Part = Readonly<{
  name: string;
  /** How its result is counted: a check is one; a runner tells of its tests in a JSON report. */
  kind: 'check' | 'vitest' | 'playwright';
  /** Words after `npm run <name> --`. */
  more: readonly string[];
  timeLimitMinutes: number;
}>;

const usualMinutes = 19.5;

/**
 * After this long whatever still runs is ended, so that the count comes before twenty minutes are over. A slow machine
 * may be given more by `TEST_MINUTES`; parts are given more in proportion.
 */
export const allMinutes = Number(process.env['TEST_MINUTES'] ?? usualMinutes);

/** What a part's limit is multiplied by. */
export const slowness = Math.max(1, allMinutes / usualMinutes);

export const reportsFolder = 'dist/results';

const vitestReport = (name: string): readonly string[] => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportsFolder}/${name}.json`,
];

/**
 * All that must hold, in lanes: parts of a lane run one after the other, lanes of a round side by side. The stories get
 * both cores for themselves, because they watch the clock as people do.
 */
export const rounds: readonly (readonly (readonly Part[])[])[] = [
  [
    [
      { name: 'types', kind: 'check', more: [], timeLimitMinutes: 6 },
      { name: 'lint', kind: 'check', more: [], timeLimitMinutes: 6 },
      { name: 'imports', kind: 'check', more: [], timeLimitMinutes: 2 },
      { name: 'files', kind: 'check', more: [], timeLimitMinutes: 1 },
      { name: 'sizes', kind: 'check', more: [], timeLimitMinutes: 6 },
    ],
    [
      { name: 'unit', kind: 'vitest', more: vitestReport('unit'), timeLimitMinutes: 6 },
      { name: 'pg', kind: 'vitest', more: vitestReport('pg'), timeLimitMinutes: 9 },
    ],
  ],
  [[{ name: 'stories', kind: 'playwright', more: [], timeLimitMinutes: 15 }]],
];
