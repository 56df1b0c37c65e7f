import { describe, expect, it } from 'vitest';
import type { Refusal, RefusalCode, RefusalOf } from '#shared/sync/outcome.ts';
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

/** One of each kind that there is. */
const examples: { [Code in RefusalCode]: RefusalOf<Code> } = {
  'task.not-found': { code: 'task.not-found' },
  'grant.missing': { code: 'grant.missing' },
  'grant.ended': { code: 'grant.ended', at: null },
  'task.closed': { code: 'task.closed', state: 'completed', at: null, byName: null },
  'task.wrong-state': { code: 'task.wrong-state', state: 'waiting' },
  'task.files-missing': { code: 'task.files-missing', fileIds: [] },
  'task.checklist-missing': { code: 'task.checklist-missing', titles: ['Brannkontroll'] },
  'task.undo-too-late': { code: 'task.undo-too-late', completedAt: '2026-11-30T10:04:00.000Z' },
  'task.request-too-late': { code: 'task.request-too-late', closedAt: '2026-10-30T10:04:00.000Z' },
  'task.executor-unknown': { code: 'task.executor-unknown' },
  'building.not-found': { code: 'building.not-found' },
  'checklist.not-found': { code: 'checklist.not-found' },
  'checklist.delivered': { code: 'checklist.delivered', at: '2026-11-30T10:04:00.000Z' },
  'checklist.unanswered': { code: 'checklist.unanswered', questionIds: [] },
  'question.not-found': { code: 'question.not-found' },
  'file.not-found': { code: 'file.not-found' },
  'file.settled': { code: 'file.settled' },
  'file.differs': { code: 'file.differs' },
  'file.program': { code: 'file.program', name: 'oppsett.exe' },
  'file.corrupt': { code: 'file.corrupt' },
  'quota.full': { code: 'quota.full', free: 0 },
  'folder.not-found': { code: 'folder.not-found' },
  'entry.not-found': { code: 'entry.not-found' },
  'command.invalid': { code: 'command.invalid', fields: [] },
  'command.failed': { code: 'command.failed' },
};

describe('every refusal', () => {
  it.each(Object.values(examples))('$code has a fact, room for what is safe, and a next step', (refusal) => {
    for (const language of ['nb', 'en'] as const)
      expect(sayRefusalAround(refusal, '(safe)', now, language)).toMatch(/^.+[.] \(safe\) .+[.]$/u);
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

  it('of a folder that is closed says whom to ask, and promises nothing but what the device does', () => {
    expect(sayRefusalAround({ code: 'folder.not-found' }, 'Filen din er her.', now, 'nb')).toBe(
      'Mappen finnes ikke, eller du har ikke lenger tilgang til den. Filen din er her. Be oppdragsgiver om tilgang. Det som ligger på enheten, sendes da av seg selv.',
    );
  });

  it('is one line without it', () => {
    expect(sayRefusal(closed, now, 'nb')).not.toContain('\n');
  });
});
