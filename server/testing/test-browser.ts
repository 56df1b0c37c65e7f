import type { Hono } from 'hono';

/** A browser as the server sees one: keeps cookies, sends from our own pages, has an address. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  request(path: string, init: RequestInit): Promise<Response>;
}

/** A browser with an empty jar, at `origin`, whose socket has `address`. */
export function createTestBrowser(
  app: Hono,
  { origin = 'http://localhost', address = '192.0.2.1' }: { origin?: string; address?: string } = {},
): TestBrowser {
  const cookies = new Map<string, string>();
  const env = { incoming: { socket: { remoteAddress: address } } };

  async function request(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie) headers.set('Cookie', cookie);
    const response = await app.request(`${origin}${path}`, { ...init, headers }, env);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    cookies,
    request,
    get: (path, headers = {}) => request(path, { headers }),
    post: (path, body = {}, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}
