import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '#server/http/app-env.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { oldestProtocol, protocolHeader, protocolSchema, type Protocol } from '#shared/sync/protocol.ts';

/** The version that an app speaks which does not say so. */
const unsaid = 1;

/**
 * Sets `protocol` for the handlers behind it. An app older than we speak must be updated (426); one newer than this
 * server, which was put back to an earlier version, waits until it is there again (503). Either keeps its queue.
 */
export function requireProtocol(): MiddlewareHandler<{
  Variables: AppEnv['Variables'] & { protocol: Protocol };
}> {
  return async (context, next) => {
    const said = Number(context.req.header(protocolHeader) ?? unsaid);
    if (said < oldestProtocol) throw new ProblemError('client.outdated');
    const spoken = protocolSchema.safeParse(said);
    if (!spoken.success) throw new ProblemError('unavailable', { retryAfter: 60 });
    context.set('protocol', spoken.data);
    await next();
  };
}
