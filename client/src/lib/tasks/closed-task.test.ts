import { describe, expect, it } from 'vitest';
import { millis } from '#shared/kernel/instant.ts';
import { aChecklist, aFile, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { fromTask, receiptOf, undoSecondsLeft } from '#lib/tasks/closed-task.ts';

const siri = people.siri.id;

describe('a closed task', () => {
  it('made from the task shows own files and delivered checklists only', () => {
    const closed = fromTask(
      aTask({
        state: 'completed',
        files: [
          aFile({ state: 'available' }),
          aFile({ id: ids.report, state: 'cancelled' }),
          aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id }),
        ],
        checklists: [aChecklist({ deliveredAt: minutesAgo(9) }), aChecklist({ id: ids.otherChecklist })],
      }),
      siri,
    );
    expect(closed.files.map((file) => file.id)).toEqual([ids.photo]);
    expect(closed.checklists).toEqual([
      { id: ids.checklist, title: 'Brannkontroll', deliveredAt: minutesAgo(9), answers: 2 },
    ]);
    expect([closed.completedByMe, closed.endedBy]).toEqual([true, 'completed']);
    expect(fromTask(aTask({ state: 'cancelled' }), siri).endedBy).toBe('cancelled');
  });

  it('can be undone for fifteen minutes, by whoever completed it, until it is approved', () => {
    const at = millis(now);
    const own = { completedAt: minutesAgo(10), completedByMe: true, state: 'completed' } as const;
    expect(undoSecondsLeft(own, at)).toBe(300);
    expect(undoSecondsLeft({ ...own, state: 'completing' }, at)).toBe(300);
    expect(undoSecondsLeft({ ...own, completedAt: minutesAgo(15.01) }, at)).toBe(0);
    expect(undoSecondsLeft({ ...own, completedAt: minutesAgo(600) }, at, true)).toBe(900);
    expect(undoSecondsLeft({ ...own, completedByMe: false }, at)).toBe(0);
    expect(undoSecondsLeft({ ...own, state: 'approved' }, at)).toBe(0);
    expect(undoSecondsLeft({ ...own, completedAt: null }, at)).toBe(0);
  });

  it('says of each file whether and when the server had it', () => {
    expect(receiptOf(aFile({ state: 'available', availableAt: minutesAgo(3) }))).toEqual({
      received: minutesAgo(3),
    });
    expect(receiptOf(aFile({ state: 'receiving' }))).toBe('underway');
    expect(receiptOf(aFile({ state: 'refused' }))).toBe('refused');
  });
});
