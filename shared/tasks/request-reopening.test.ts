import { describe, it } from 'vitest';
import { requestReopeningCases } from '#shared/tasks/request-reopening.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('request-reopening', () => {
  it.each(requestReopeningCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
