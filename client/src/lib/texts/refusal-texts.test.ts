import { describe, expect, it } from 'vitest';
import type { Refusal } from '#shared/sync/outcome.ts';
import { sayRefusal, sayRefusalAround } from '#lib/texts/refusal-texts.ts';

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

describe('a refusal with what is safe', () => {
  const closed = {
    code: 'task.closed',
    state: 'completed',
    at: '2026-11-30T10:04:00.000Z',
    byName: 'Askeby kommune',
  } as const;

  it('says the fact, what is safe, and then the next step', () => {
    expect(sayRefusalAround(closed, 'De 2 filene dine ligger trygt på denne enheten.', now, 'nb')).toBe(
      'Oppgaven ble satt til utført av Askeby kommune i dag 11.04. De 2 filene dine ligger trygt på denne enheten. Be om gjenåpning, så sendes arbeidet av seg selv.',
    );
  });

  it('says what is safe last where there is no step of ours', () => {
    expect(sayRefusalAround({ code: 'file.not-found' }, 'Filen din er her.', now, 'nb')).toBe(
      'Filen finnes ikke, eller den er ikke din. Filen din er her.',
    );
  });

  it('of a folder that is closed says whom to ask, and promises nothing but what the device does', () => {
    expect(sayRefusalAround({ code: 'folder.not-found' }, 'Filen din er her.', now, 'nb')).toBe(
      'Mappen finnes ikke, eller du har ikke lenger tilgang til den. Filen din er her. Be oppdragsgiver om tilgang. Det som ligger på enheten, sendes da av seg selv.',
    );
  });

  it('is one line without it', () => {
    expect(sayRefusal(closed, now, 'nb')).not.toContain('\n');
  });
});
