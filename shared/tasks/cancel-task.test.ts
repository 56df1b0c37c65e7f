import { describe, it } from 'vitest';
import { cancelTaskCases } from '#shared/tasks/cancel-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('cancel-task', () => {
  it.each(cancelTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
