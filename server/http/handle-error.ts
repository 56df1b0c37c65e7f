import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isTransient } from '#server/http/is-transient.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { describeError } from '#server/log.ts';
import type { Log } from '#server/log.ts';
import { problemSchema } from '#shared/kernel/problem.ts';
import type { Problem } from '#shared/kernel/problem.ts';

/** How long a client should leave the database alone, in seconds. */
const pauseAfterTransient = 2;

/**
 * The one place where anything thrown becomes an answer: a `ProblemError` as it is, the framework's 4xx as
 * `request.invalid`, a database that is away as `unavailable`, and everything else as `internal` without a detail,
 * logged under the request's id.
 */
export function handleError(log: Log): ErrorHandler {
  return (error, context) => {
    const problem = asProblem(error);
    if (problem.code === 'internal' || isTransient(error)) {
      const level = problem.code === 'internal' ? 'error' : 'warn';
      log[level](`${problem.code}: ${describeError(error)}`, { requestId: requestIdOf(context) });
    }
    return answerProblem(context, problem);
  };
}

/** Answers addresses that no route has, the same way as objects that are not there. */
export function handleNotFound(): NotFoundHandler {
  return (context) => answerProblem(context, new ProblemError('not-found'));
}

function asProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status >= 400 && error.status < 500)
    return new ProblemError(error.status === 413 ? 'request.too-large' : 'request.invalid');
  if (isTransient(error)) return new ProblemError('unavailable', { retryAfter: pauseAfterTransient });
  return new ProblemError('internal');
}

function answerProblem(context: Context, { code, status, facts }: ProblemError): Response {
  const requestId = requestIdOf(context);
  const body: Problem = problemSchema.parse({ code, status, requestId, ...facts });
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
  });
  if (facts.retryAfter !== undefined) headers.set('Retry-After', String(facts.retryAfter));
  return new Response(context.req.method === 'HEAD' ? null : JSON.stringify(body), { status, headers });
}

function requestIdOf(context: Context): string {
  const id: unknown = context.get('requestId');
  return typeof id === 'string' ? id : '';
}
