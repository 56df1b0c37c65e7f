import { describe, it } from 'vitest';
import { deliverChecklistCases } from '#shared/tasks/deliver-checklist.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('deliver-checklist', () => {
  it.each(deliverChecklistCases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
