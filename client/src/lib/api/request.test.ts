import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod/mini';
import { request } from '#lib/api/request.ts';

const schema = z.object({ name: z.string() });

/** Answers the next call as a server, a dead line or a guest network would. */
function answer(make: () => Response | Promise<Response>) {
  const call = vi.fn((_path: string, _init: RequestInit) => Promise.resolve().then(make));
  vi.stubGlobal('fetch', call);
  return call;
}

const problem = (status: number, body: object) =>
  new Response(JSON.stringify({ status, requestId: 'r1', ...body }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

afterEach(() => vi.unstubAllGlobals());

describe('a call of our own server', () => {
  it('gives the data its schema knows', async () => {
    answer(() => Response.json({ name: 'Kari', extra: 1 }));
    expect(await request('/api/auth/me', schema)).toEqual({ ok: true, data: { name: 'Kari' } });
  });

  it('sends JSON with its content type, and neither without a body', async () => {
    const call = answer(() => Response.json({ name: 'Kari' }));
    await request('/api/auth/sign-in', schema, { method: 'POST', body: { email: 'a@b.example' } });
    await request('/api/auth/me', schema);
    const [first, second] = call.mock.calls.map(([, init]) => init);
    expect(first?.body).toBe('{"email":"a@b.example"}');
    expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(second?.body).toBeNull();
    expect(second?.headers).not.toHaveProperty('content-type');
  });

  it('takes an empty answer where the schema allows it', async () => {
    answer(() => new Response(null, { status: 202 }));
    expect(await request('/api/auth/forgot', z.undefined(), { method: 'POST', body: {} })).toEqual({
      ok: true,
      data: undefined,
    });
  });

  it('hands on the problem with its facts', async () => {
    answer(() => problem(429, { code: 'rate.limited', retryAfter: 40 }));
    expect(await request('/api/auth/me', schema)).toMatchObject({
      ok: false,
      trouble: { code: 'rate.limited', retryAfter: 40, requestId: 'r1' },
    });
  });

  it('calls a dead line network', async () => {
    answer(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await request('/api/auth/me', schema)).toEqual({ ok: false, trouble: { code: 'network' } });
  });

  it('calls an answer that never comes network, once its time is over', async () => {
    vi.stubGlobal(
      'fetch',
      (_path: string, init: RequestInit) =>
        new Promise((_, fail) =>
          init.signal?.addEventListener('abort', () => fail(new DOMException('late', 'TimeoutError'))),
        ),
    );
    expect(await request('/api/auth/me', schema, { timeout: 20 })).toEqual({
      ok: false,
      trouble: { code: 'network' },
    });
  });

  it.each([
    ['a guest network’s page with status 200', () => new Response('<html>Log in to WiFi</html>')],
    ['a guest network’s page with status 511', () => new Response('<html>', { status: 511 })],
    ['JSON of another shape', () => Response.json({ user: 'Kari' })],
    ['a problem with an unknown code', () => problem(400, { code: 'never.heard' })],
  ])('calls %s foreign', async (_, make) => {
    answer(make);
    expect(await request('/api/auth/me', schema)).toEqual({ ok: false, trouble: { code: 'answer.foreign' } });
  });
});
