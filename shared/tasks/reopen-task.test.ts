import { describe, it } from 'vitest';
import { reopenTaskCases } from '#shared/tasks/reopen-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('reopen-task', () => {
  it.each(reopenTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
