import { describe, it } from 'vitest';
import { approveTaskCases } from '#shared/tasks/approve-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('approve-task', () => {
  it.each(approveTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
