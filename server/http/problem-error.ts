import { problemStatus } from '#shared/kernel/problem.ts';
import type { Problem, ProblemCode } from '#shared/kernel/problem.ts';

/** What a problem may say beside its code; `retryAfter` in seconds. */
export type ProblemFacts = Partial<Pick<Problem, 'retryAfter' | 'expected' | 'refusal' | 'fields'>>;

/**
 * Thrown at the edge when a request cannot be answered as asked; `handle-error.ts` writes it as a problem answer. Never
 * for what the domain forbids inside a sync outcome: that is a refusal, a value.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: (typeof problemStatus)[ProblemCode];
  readonly facts: ProblemFacts;

  constructor(code: ProblemCode, facts: ProblemFacts = {}) {
    super(code);
    this.name = 'ProblemError';
    this.code = code;
    this.status = problemStatus[code];
    this.facts = facts;
  }
}
