import { describe, it } from 'vitest';
import { addCommentCases } from '#shared/tasks/add-comment.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('add-comment', () => {
  it.each(addCommentCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
