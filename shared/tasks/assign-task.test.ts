import { describe, it } from 'vitest';
import { assignTaskCases } from '#shared/tasks/assign-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('assign-task', () => {
  it.each(assignTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
