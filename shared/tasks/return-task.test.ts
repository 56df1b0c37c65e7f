import { describe, it } from 'vitest';
import { returnTaskCases } from '#shared/tasks/return-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('return-task', () => {
  it.each(returnTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
