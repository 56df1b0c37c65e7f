import type { MiddlewareHandler } from 'hono';

/** Answers of the API are kept by no cache on the way, unless the handler says otherwise. */
export function noStore(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
  };
}
