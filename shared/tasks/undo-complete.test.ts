import { describe, it } from 'vitest';
import { undoCompleteCases } from '#shared/tasks/undo-complete.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('undo-complete', () => {
  it.each(undoCompleteCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
