import { describe, it } from 'vitest';
import { declareFileCases } from '#shared/tasks/declare-file.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('declare-file', () => {
  it.each(declareFileCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
