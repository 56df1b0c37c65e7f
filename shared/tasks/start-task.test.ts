import { describe, it } from 'vitest';
import { startTaskCases } from '#shared/tasks/start-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('start-task', () => {
  it.each(startTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
