import { describe, it } from 'vitest';
import { reassignTaskCases } from '#shared/tasks/reassign-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('reassign-task', () => {
  it.each(reassignTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
