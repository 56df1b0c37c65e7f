import { describe, it } from 'vitest';
import { declineTaskCases } from '#shared/tasks/decline-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('decline-task', () => {
  it.each(declineTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
