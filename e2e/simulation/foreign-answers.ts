import type { NetworkAnswer } from '#lib/sync/ports.ts';
import type { WholeAnswer } from './simulated-server.ts';

/** A captive portal's page. */
export const portalPage = foreign(200, 'text/html', '<html><h1>Velkommen til kafeens nett</h1></html>');
/** A proxy's answers without anything in them. */
export const bare200 = foreign(200, null, '');
export const bare204 = foreign(204, null, '');
/** A proxy that cannot reach us. */
export const error500 = foreign(500, 'text/html', '<h1>Internal Server Error</h1>');

/** Our own server, which wants to be left alone for a while. */
export function later(code: 'unavailable' | 'rate.limited', retryAfter: number): WholeAnswer {
  const status = code === 'unavailable' ? 503 : 429;
  const body = JSON.stringify({ code, status, requestId: 'simulated', retryAfter });
  return foreign(status, 'application/problem+json', body, { 'Retry-After': String(retryAfter) });
}

/** An answer as the engine gets it; cut after so many bytes where that is less than all. */
export function deliver({ status, headers, bytes }: WholeAnswer, cutAfter = Infinity): NetworkAnswer {
  return {
    status,
    header: (name) => headers.get(name),
    async *body() {
      yield bytes.subarray(0, Math.min(bytes.length, cutAfter));
      await Promise.resolve();
      if (cutAfter < bytes.length) throw new TypeError('network error');
    },
  };
}

function foreign(
  status: number,
  type: string | null,
  body: string,
  more: Record<string, string> = {},
): WholeAnswer {
  const headers = new Headers({ ...(type === null ? {} : { 'Content-Type': type }), ...more });
  return { status, headers, bytes: new TextEncoder().encode(body) };
}
