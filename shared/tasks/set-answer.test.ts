import { describe, it } from 'vitest';
import { setAnswerCases } from '#shared/tasks/set-answer.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('set-answer', () => {
  it.each(setAnswerCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
