import { describe, it } from 'vitest';
import { acceptTaskCases } from '#shared/tasks/accept-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('accept-task', () => {
  it.each(acceptTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
