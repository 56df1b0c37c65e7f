import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** session: who is signed in · browser: that this browser signed in before (auth-limits.ts), no more. */
type CookieKind = 'session' | 'browser';

const stems: Readonly<Record<CookieKind, string>> = { session: 'oppdrag', browser: 'oppdrag-browser' };

/** Browsers accept the `__Host-` prefix over https only, and then no subdomain can set or read the cookie. */
function nameOf(kind: CookieKind, secure: boolean): string {
  return secure ? `__Host-${stems[kind]}` : stems[kind];
}

/** The token the browser sent, if any; not yet believed. */
export function readTokenCookie(context: Context, kind: CookieKind, secure: boolean): string | undefined {
  return getCookie(context, nameOf(kind, secure));
}

/** Hands a token to the browser, for our own pages only and out of reach of scripts. */
export function writeTokenCookie(
  context: Context,
  kind: CookieKind,
  secure: boolean,
  { token, maxAgeSeconds }: { token: string; maxAgeSeconds: number },
): void {
  setCookie(context, nameOf(kind, secure), token, { ...attributes(secure), maxAge: maxAgeSeconds });
}

/** Makes the browser forget the token. */
export function clearTokenCookie(context: Context, kind: CookieKind, secure: boolean): void {
  deleteCookie(context, nameOf(kind, secure), attributes(secure));
}

function attributes(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const;
}
