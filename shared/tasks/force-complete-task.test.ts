import { describe, it } from 'vitest';
import { forceCompleteTaskCases } from '#shared/tasks/force-complete-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('force-complete-task', () => {
  it.each(forceCompleteTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
