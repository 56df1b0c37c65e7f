import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AppEnv } from '#server/http/app-env.ts';
import type { Log } from '#server/log.ts';

/**
 * One line a request: id, method, the route's template (a path may hold a secret), status, milliseconds and the person's
 * id. Stands outermost, so that it sees the final status.
 */
export function logRequests(log: Log): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const began = performance.now();
    await next();
    const person: AppEnv['Variables']['person'] | undefined = context.get('person');
    log.info('request', {
      requestId: context.get('requestId'),
      method: context.req.method,
      route: routePath(context),
      status: context.res.status,
      ms: Math.round(performance.now() - began),
      ...(person && { personId: person.actor.personId }),
    });
  };
}
