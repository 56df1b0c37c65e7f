import { unansweredQuestions, type Answer, type Checklist } from '#shared/checklists/checklist.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** How far a checklist has come. */
export interface ChecklistProgress {
  readonly answered: number;
  readonly questions: number;
  /** Mandatory questions without an answer, in the checklist's order. */
  readonly missing: readonly Id[];
  /** The first question without an answer, mandatory or not. */
  readonly next: Id | null;
}

/** Counts answers that stand; one that was taken back is none. */
export function progressOf(checklist: Checklist): ChecklistProgress {
  const given = new Set(checklist.answers.filter((a) => a.value !== null).map((a) => a.questionId));
  const open = checklist.questions.filter((question) => !given.has(question.id));
  return {
    answered: checklist.questions.length - open.length,
    questions: checklist.questions.length,
    missing: unansweredQuestions(checklist),
    next: open[0]?.id ?? null,
  };
}

/** The answer to a question, or null. */
export function answerTo(checklist: Pick<Checklist, 'answers'>, questionId: Id): Answer | null {
  return checklist.answers.find((answer) => answer.questionId === questionId) ?? null;
}
