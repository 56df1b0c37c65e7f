import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** Gives every request an id of ours, in the answer's `X-Request-Id`, in problems and in the log; a client's is not believed. */
export function requestId(): MiddlewareHandler<{ Variables: { requestId: string } }> {
  return async (context, next) => {
    const id = randomUUID();
    context.set('requestId', id);
    context.header('X-Request-Id', id);
    await next();
  };
}
