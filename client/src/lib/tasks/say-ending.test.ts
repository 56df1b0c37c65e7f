import { describe, expect, it } from 'vitest';
import { aTask, minutesAgo, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { fromTask, type ClosedTask } from '#lib/tasks/closed-task.ts';
import { sayEnding } from '#lib/tasks/say-ending.ts';

const completed = fromTask(aTask({ state: 'completed', completedAt: minutesAgo(30) }), people.siri.id);

function say(fields: Partial<ClosedTask>, unsent = false): string {
  return sayEnding({ ...completed, ...fields }, unsent, new Date(now), 'nb');
}

describe('how a task ended', () => {
  it('is said of the person who did it, or by name', () => {
    expect(say({})).toBe('Du satte oppgaven til utført i dag 09.00.');
    expect(say({ completedByMe: false, completedByName: 'Magnus Myhre' })).toBe(
      'Magnus Myhre satte oppgaven til utført i dag 09.00.',
    );
    expect(say({ completedByMe: false, completedByName: null })).toBe('Utført i dag 09.00.');
  });

  it('is not promised before the server knows, nor before the files have arrived', () => {
    expect(say({}, true)).toContain('på denne enheten');
    expect(say({ state: 'completing' })).toContain('sendes først');
  });

  it('tells the other ways', () => {
    expect(say({ endedBy: 'reassigned', completedAt: null, endedAt: minutesAgo(60) })).toBe(
      'Gitt til noen andre i dag 08.30.',
    );
    expect(say({ endedBy: 'cancelled', completedAt: null, endedAt: minutesAgo(60) })).toBe(
      'Avlyst i dag 08.30.',
    );
  });
});
