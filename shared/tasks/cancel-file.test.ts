import { describe, it } from 'vitest';
import { cancelFileCases } from '#shared/tasks/cancel-file.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('cancel-file', () => {
  it.each(cancelFileCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
