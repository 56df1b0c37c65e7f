import { describe, it } from 'vitest';
import { declareAgainCases } from '#shared/tasks/declare-again.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('declare-file again', () => {
  it.each(declareAgainCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
