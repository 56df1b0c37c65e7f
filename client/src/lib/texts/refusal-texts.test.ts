import { describe, expect, it } from 'vitest';
import type { Refusal } from '#shared/sync/outcome.ts';
import { sayRefusal } from '#lib/texts/refusal-texts.ts';

const now = new Date('2026-11-30T13:30:00Z');

describe('refusals', () => {
  it('say who closed the task, when, and what to do', () => {
    const refusal: Refusal = {
      code: 'task.closed',
      state: 'completed',
      at: '2026-11-30T10:04:00.000Z',
      byName: 'Askeby kommune',
    };
    expect(sayRefusal(refusal, now, 'nb')).toBe(
      'Oppgaven ble satt til utført av Askeby kommune i dag 11.04. Be om gjenåpning, så sendes arbeidet av seg selv.',
    );
    expect(sayRefusal({ ...refusal, state: 'cancelled', byName: null, at: null }, now, 'en')).toBe(
      'The task was cancelled. Ask to reopen it, and the work is sent by itself.',
    );
  });

  it('name what is missing', () => {
    const refusal: Refusal = { code: 'task.checklist-missing', titles: ['Filterskifte', 'Sluttkontroll'] };
    expect(sayRefusal(refusal, now, 'nb')).toContain('Filterskifte og Sluttkontroll');
  });
});
