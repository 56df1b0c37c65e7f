import { describe, it } from 'vitest';
import { archiveUploadCases } from '#shared/tasks/archive-upload.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('declare-file for the archive', () => {
  it.each(archiveUploadCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
