import { describe, it } from 'vitest';
import { completeTaskCases } from '#shared/tasks/complete-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('complete-task', () => {
  it.each(completeTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
