import { problemSchema, type Problem, type ProblemCode } from '#shared/kernel/problem.ts';

/**
 * Every way a talk with the server can fail, as the client sees it: the server's own problems, and
 * - `network`: no answer (no contact, cut, or too slow);
 * - `answer.foreign`: an answer that is not ours, as from the sign-in page of a guest network.
 */
export type TroubleCode = ProblemCode | 'network' | 'answer.foreign';

/** One failed talk. `retryAfter` in seconds; `refusal` where a direct command was refused. */
export type Trouble = Partial<
  Pick<Problem, 'requestId' | 'retryAfter' | 'expected' | 'refusal' | 'fields'>
> & {
  code: TroubleCode;
};

/** Reads a failed answer: our own problem, or `answer.foreign` where its body is not one. */
export async function readTrouble(response: Response): Promise<Trouble> {
  try {
    const problem = problemSchema.safeParse(await response.json());
    if (problem.success) return problem.data;
  } catch {
    // No JSON, or cut on the way: not ours either.
  }
  return { code: 'answer.foreign' };
}
