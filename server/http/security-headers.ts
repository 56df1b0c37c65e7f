import type { MiddlewareHandler } from 'hono';

const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
};

/**
 * The page's own policy is a meta tag with the hash of Kit's inline script; two policies both bind, so beside it the
 * header may carry only what a meta tag cannot.
 */
const pagePolicy = "frame-ancestors 'none'";

/** A worker is ruled by the policy of its own script; on a script that a page loads it says nothing. */
const scriptPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

const otherPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Sets the security headers of every answer; a handler that set one itself (a download's sandbox) keeps its own. */
export function securityHeaders(options: { secure: boolean }): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const headers = context.res.headers;
    for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value);
    if (!headers.has('Content-Security-Policy'))
      headers.set('Content-Security-Policy', policyFor(headers.get('Content-Type') ?? ''));
    if (options.secure) headers.set('Strict-Transport-Security', 'max-age=31536000');
  };
}

function policyFor(contentType: string): string {
  if (contentType.startsWith('text/html')) return pagePolicy;
  if (contentType.startsWith('text/javascript')) return scriptPolicy;
  return otherPolicy;
}
