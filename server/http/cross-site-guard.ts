import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '#server/http/problem-error.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets an unsafe request through only when it comes from our own pages (access.md, decision 15): browsers say so in
 * Sec-Fetch-Site; where that is absent (plain http, old browsers) Origin must be `ownOrigin`, or the request's own
 * origin while none is configured. Stands before every handler and before any body is read.
 */
export function crossSiteGuard(ownOrigin: string | null): MiddlewareHandler {
  return async (context, next) => {
    if (!safeMethods.has(context.req.method)) {
      const site = context.req.header('Sec-Fetch-Site');
      const own = ownOrigin ?? new URL(context.req.url).origin;
      const sameOrigin = site === undefined ? context.req.header('Origin') === own : site === 'same-origin';
      if (!sameOrigin) throw new ProblemError('request.cross-site');
    }
    await next();
  };
}
