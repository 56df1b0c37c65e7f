import { describe, it } from 'vitest';
import { resumeTaskCases } from '#shared/tasks/resume-task.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('resume-task', () => {
  it.each(resumeTaskCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
