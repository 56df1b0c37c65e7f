import type { MiddlewareHandler } from 'hono';
import type { Environment } from '#server/env.ts';
import type { Log } from '#server/log.ts';

/**
 * Browsers give a service worker, and so work without network, to https and to localhost only. Says so in the log, once,
 * when somebody reaches us by plain http from elsewhere.
 */
export function noticePlainHttp(environment: Pick<Environment, 'secure'>, log: Log): MiddlewareHandler {
  let told = environment.secure;
  return async (context, next) => {
    const url = new URL(context.req.url);
    if (!told && url.protocol === 'http:' && !isOfThisMachine(url.hostname)) {
      told = true;
      log.warn(
        `Reached by plain http at ${url.origin}. Browsers allow work without network over https only (or on localhost): ` +
          'set TLS_CERT and TLS_KEY, or put a proxy with https in front and set PUBLIC_URL to its address.',
      );
    }
    await next();
  };
}

/** Whether a browser calls this host name trustworthy without https. */
function isOfThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.')
  );
}
