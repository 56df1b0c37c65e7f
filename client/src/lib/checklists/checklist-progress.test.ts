import { describe, expect, it } from 'vitest';
import { aChecklist } from '#shared/testing/builders.ts';
import { questions } from '#shared/testing/places.ts';
import { answerTo, progressOf } from '#lib/checklists/checklist-progress.ts';

describe('a checklist', () => {
  it('with all that is mandatory answered misses nothing, and goes on at the next open question', () => {
    expect(progressOf(aChecklist())).toEqual({
      answered: 2,
      questions: 3,
      missing: [],
      next: questions.remarks,
    });
  });

  it('without answers misses the mandatory ones, in order', () => {
    expect(progressOf(aChecklist({ answers: [] }))).toEqual({
      answered: 0,
      questions: 3,
      missing: [questions.detectors, questions.exits],
      next: questions.detectors,
    });
  });

  it('does not count an answer that was taken back, but keeps its comment', () => {
    const answers = aChecklist().answers.map((answer) => ({ ...answer, value: null, comment: 'defekt' }));
    const list = aChecklist({ answers });
    expect(progressOf(list).answered).toBe(0);
    expect(answerTo(list, questions.exits)?.comment).toBe('defekt');
    expect(answerTo(list, questions.remarks)).toBeNull();
  });
});
