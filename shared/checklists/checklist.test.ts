import { describe, expect, it } from 'vitest';
import { unansweredQuestions } from '#shared/checklists/checklist.ts';
import { aChecklist } from '#shared/testing/builders.ts';
import { questions } from '#shared/testing/places.ts';

describe('unanswered questions', () => {
  it('are the mandatory ones without an answer, in the order of the template', () => {
    expect(unansweredQuestions(aChecklist({ answers: [] }))).toEqual([questions.detectors, questions.exits]);
    expect(unansweredQuestions(aChecklist())).toEqual([]);
  });

  it('include those whose answer was taken back, and count "not relevant" as an answer', () => {
    const [first, second] = aChecklist().answers;
    const answers = [
      ...(first ? [{ ...first, value: null }] : []),
      ...(second ? [{ ...second, value: 'not-relevant' as const }] : []),
    ];
    expect(unansweredQuestions(aChecklist({ answers }))).toEqual([questions.detectors]);
  });

  it('do not count an answer to a question that is not asked', () => {
    const answers = aChecklist().answers.map((answer) => ({ ...answer, questionId: questions.remarks }));
    expect(unansweredQuestions(aChecklist({ answers }))).toHaveLength(2);
  });
});
