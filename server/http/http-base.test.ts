import { Hono } from 'hono';
import { hc } from 'hono/client';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { AppEnv } from '#server/http/app-env.ts';
import { crossSiteGuard } from '#server/http/cross-site-guard.ts';
import { handleError, handleNotFound } from '#server/http/handle-error.ts';
import { logRequests } from '#server/http/log-requests.ts';
import { noStore } from '#server/http/no-store.ts';
import { ProblemError } from '#server/http/problem-error.ts';
import { requestId } from '#server/http/request-id.ts';
import { validate } from '#server/http/validate.ts';
import { createLog } from '#server/log.ts';
import { problemSchema } from '#shared/kernel/problem.ts';

const origin = 'https://oppdrag.example';
const noteSchema = z.strictObject({
  text: z.string().max(10),
  place: z.strictObject({ floor: z.number() }).optional(),
});

function createBase() {
  const lines: string[] = [];
  let effects = 0;
  const log = createLog('info', (line) => lines.push(line));
  const app = new Hono<AppEnv>()
    .use(requestId())
    .use(logRequests(log))
    .use(noStore())
    .use(crossSiteGuard(origin))
    .get('/secret/:token', (context) => context.json({ token: context.req.param('token').length }))
    .post('/notes', validate('json', noteSchema, { maxBytes: 200 }), (context) => {
      effects += 1;
      return context.json({ text: context.req.valid('json').text });
    })
    .patch('/bytes', (context) => {
      effects += 1;
      return context.body(null, 204);
    })
    .get('/fails/:how', (context) => {
      const how = context.req.param('how');
      if (how === 'busy') throw new ProblemError('rate.limited', { retryAfter: 7 });
      if (how === 'refused') throw new ProblemError('command.refused', { refusal: { code: 'task.closed' } });
      if (how === 'database')
        throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
      throw new Error('secret detail');
    });
  app.onError(handleError(log));
  app.notFound(handleNotFound());
  return { app, lines, effects: () => effects };
}

const own = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' };

async function problemOf(response: Response) {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get('X-Request-Id'));
  return problem;
}

test('a body that does not fit is refused with the paths of its fields and never their values', async () => {
  const { app, effects } = createBase();
  const body = JSON.stringify({ text: 'far too long a text', place: { floor: 'third' }, extra: 1 });
  const response = await app.request('/notes', { method: 'POST', headers: own, body });
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ code: 'request.invalid', fields: ['text', 'place.floor', '.'] });
  expect(JSON.stringify(problem)).not.toContain('third');
  expect(effects()).toBe(0);
});

test.each([
  ['malformed JSON', '{"text":', 'application/json'],
  ['no body', undefined, 'application/json'],
  ['JSON sent as text', '{"text":"a"}', 'text/plain'],
  ['a form', 'text=a', 'application/x-www-form-urlencoded'],
  ['no content type', '{"text":"a"}', ''],
])('%s is an invalid request', async (_, body, type) => {
  const { app, effects } = createBase();
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': type };
  const response = await app.request('/notes', { method: 'POST', headers, body: body ?? null });
  expect((await problemOf(response)).code).toBe('request.invalid');
  expect(response.status).toBe(400);
  expect(effects()).toBe(0);
});

test('a body that is too large is refused before it is read whole, with and without a length', async () => {
  const { app, effects } = createBase();
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(100));
    },
  });
  const init = { method: 'POST', headers: own, body: endless, duplex: 'half' };
  const streamed = await app.request('/notes', init as RequestInit);
  expect((await problemOf(streamed)).code).toBe('request.too-large');
  expect(pulled).toBeLessThan(10);

  const told = await app.request('/notes', {
    method: 'POST',
    headers: { ...own, 'Content-Length': '10000000' },
    body: '{"text":"a"}',
  });
  expect(told.status).toBe(413);
  expect(effects()).toBe(0);
});

test('a valid body reaches its handler typed, and the client sees only the answer of the handler', async () => {
  const { app } = createBase();
  const client = hc<typeof app>('http://localhost', { fetch: app.request, headers: own });
  const response = await client.notes.$post({ json: { text: 'hei' } });
  const answer = await response.json();
  expectTypeOf(answer).toEqualTypeOf<{ text: string }>();
  expect(answer).toEqual({ text: 'hei' });
});

test('a bug answers 500 without a detail and is logged under the id of the request', async () => {
  const { app, lines } = createBase();
  const response = await app.request('/fails/bug');
  const problem = await problemOf(response);
  expect(problem).toEqual({ code: 'internal', status: 500, requestId: problem.requestId });
  const line = lines.find((each) => each.includes('secret detail'));
  expect(line).toContain(problem.requestId);
});

test('a database that is away is unavailable, to be asked again, and no bug', async () => {
  const { app } = createBase();
  const response = await app.request('/fails/database');
  expect(await problemOf(response)).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  expect(response.headers.get('Retry-After')).toBe('2');
});

test('a problem carries its facts and says when to come back', async () => {
  const { app } = createBase();
  const busy = await app.request('/fails/busy');
  expect(await problemOf(busy)).toMatchObject({ code: 'rate.limited', retryAfter: 7 });
  expect(busy.headers.get('Retry-After')).toBe('7');
  const refused = await app.request('/fails/refused');
  expect(await problemOf(refused)).toMatchObject({ status: 409, refusal: { code: 'task.closed' } });
});

test('an address that no route has is not found, and no answer of the API may be cached', async () => {
  const { app } = createBase();
  const response = await app.request('/nowhere');
  expect((await problemOf(response)).code).toBe('not-found');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect((await app.request('/secret/abc')).headers.get('Cache-Control')).toBe('no-store');
});

test('the log names the route by its template, never by the path, and an id of ours', async () => {
  const { app, lines } = createBase();
  await app.request('/secret/a-token-nobody-may-read', { headers: { 'X-Request-Id': 'forged' } });
  await app.request('/fails/busy');
  expect(lines.join('\n')).not.toMatch(/a-token|forged/);
  expect(lines[0]).toMatch(/"method":"GET","route":"\/secret\/:token","status":200,"ms":\d+/);
  expect(lines[1]).toContain('"route":"/fails/:how","status":429');
});

const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/offset+octet-stream',
  '',
];
const foreign: Record<string, Record<string, string>> = {
  'a foreign site': { 'Sec-Fetch-Site': 'cross-site', Origin: origin },
  'a sibling host': { 'Sec-Fetch-Site': 'same-site', Origin: origin },
  'the address bar': { 'Sec-Fetch-Site': 'none' },
  'a foreign Origin without fetch metadata': { Origin: 'https://evil.example' },
  'the null Origin': { Origin: 'null' },
  'an Origin that begins like ours': { Origin: `${origin}.evil.example` },
  'no header at all': {},
};

test.each(Object.entries(foreign))(
  'an unsafe request from %s is refused before its handler, whatever its content type',
  async (_, headers) => {
    const { app, effects } = createBase();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const type of contentTypes)
        for (const path of ['/notes', '/bytes', '/nowhere']) {
          const body = method === 'DELETE' ? null : '{"text":"a"}';
          const init = { method, headers: { ...headers, 'Content-Type': type }, body };
          const response = await app.request(path, init);
          expect(response.status, `${method} ${path} ${type}`).toBe(403);
          expect((await problemOf(response)).code).toBe('request.cross-site');
        }
    expect(effects()).toBe(0);
  },
);

test('our own pages get through, by fetch metadata or, without it, by Origin', async () => {
  const { app, effects } = createBase();
  await app.request('/bytes', { method: 'PATCH', headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await app.request('/bytes', { method: 'PATCH', headers: { Origin: origin } });
  expect(effects()).toBe(2);
});

test('while no public address is configured, the Origin must be the one the request came to', async () => {
  const app = new Hono().use(crossSiteGuard(null)).post('/', (context) => context.text('done'));
  app.onError(handleError(createLog('error', () => {})));
  const send = (from: string) =>
    app.request('http://192.168.1.5:3000/', { method: 'POST', headers: { Origin: from } });
  expect((await send('http://192.168.1.5:3000')).status).toBe(200);
  expect((await send('http://localhost:3000')).status).toBe(403);
});
