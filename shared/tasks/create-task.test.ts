import { describe, it } from 'vitest';
import { createTaskCases } from '#shared/tasks/create-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('create-task', () => {
  it.each(createTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
