import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** Browsers accept the `__Host-` prefix over https only, and then no subdomain can set or read the cookie. */
function nameOf(secure: boolean): string {
  return secure ? '__Host-oppdrag' : 'oppdrag';
}

/** The token the browser sent, if any; not yet believed. */
export function readSessionCookie(context: Context, secure: boolean): string | undefined {
  return getCookie(context, nameOf(secure));
}

/** Hands the token to the browser, for its own pages only and out of reach of scripts. */
export function writeSessionCookie(
  context: Context,
  secure: boolean,
  session: { token: string; maxAgeSeconds: number },
): void {
  setCookie(context, nameOf(secure), session.token, {
    ...attributes(secure),
    maxAge: session.maxAgeSeconds,
  });
}

/** Makes the browser forget the token. */
export function clearSessionCookie(context: Context, secure: boolean): void {
  deleteCookie(context, nameOf(secure), attributes(secure));
}

function attributes(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const;
}
