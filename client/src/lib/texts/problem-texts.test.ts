import { describe, expect, it } from 'vitest';
import { problemStatus, type ProblemCode } from '#shared/kernel/problem.ts';
import { sayTrouble } from '#lib/texts/problem-texts.ts';

const codes = Object.keys(problemStatus) as ProblemCode[];

describe('problems', () => {
  it.each(codes)('%s is said in both languages, differently, and never as a shrug', (code) => {
    const nb = sayTrouble({ code }, 'nb');
    const en = sayTrouble({ code }, 'en');
    expect(nb).not.toBe(en);
    for (const text of [nb, en])
      expect(text).not.toMatch(/undefined|null|Noe gikk galt|Something went wrong/);
  });

  it.each([...codes, 'network', 'answer.foreign'] as const)('%s says more than that it failed', (code) => {
    for (const language of ['nb', 'en'] as const)
      expect(sayTrouble({ code }, language).match(/[.](?: |$)/gu)?.length, code).toBeGreaterThan(1);
  });

  it('says how long to wait, as the server asked', () => {
    expect(sayTrouble({ code: 'rate.limited', retryAfter: 840 }, 'nb').replaceAll('\u00a0', ' ')).toBe(
      'For mange forsøk. Vent 14 minutter og prøv igjen.',
    );
  });

  it('gives the number that support finds the fault by', () => {
    expect(sayTrouble({ code: 'internal', requestId: '0190d3a0-7f00' }, 'nb')).toContain('Oppgi 0190d3a0.');
  });
});
