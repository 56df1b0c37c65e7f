import { describe, it } from 'vitest';
import { waitTaskCases } from '#shared/tasks/wait-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('wait-task', () => {
  it.each(waitTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
