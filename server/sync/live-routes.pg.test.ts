import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppDeps } from '#server/app-deps.ts';
import { endAllSessions } from '#server/auth/lucia-sessions.ts';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { handleError } from '#server/http/handle-error.ts';
import { liveRoutes } from '#server/sync/live-routes.ts';
import type { Listener } from '#server/sync/poke-hub.ts';
import { beginSession } from '#server/testing/begin-session.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { now } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

let app: TestApp;
/** Who listens now, and the last one that did. */
const listening = new Set<Listener>();
let routes: Hono;

beforeAll(async () => {
  app = await startTestApp();
  const pokes: AppDeps['pokes'] = {
    ...app.deps.pokes,
    listen(listener) {
      listening.add(listener);
      const stop = app.deps.pokes.listen(listener);
      return () => {
        listening.delete(listener);
        stop();
      };
    },
  };
  routes = new Hono().route('/', liveRoutes({ ...app.deps, pokes }, 10));
  routes.onError(handleError(app.deps.log));
});
afterAll(() => app.close());

async function open(person: PersonName, method = 'GET'): Promise<Response> {
  return routes.request('/sync/live', {
    method,
    headers: { Cookie: await beginSession(app.db, person, now) },
  });
}

/** Reads on until the text contains `needle`; without one, to the end. */
async function read(response: Response, needle?: string): Promise<string> {
  const reader = must(response.body, 'stream').getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (needle !== undefined && text.includes(needle)) {
      await reader.cancel();
      return text;
    }
  }
}

test('a stream opens, beats, and hears the pokes of its person', async () => {
  const response = await open('siri');
  expect(await read(response, ': alive\n\n'.repeat(3))).toContain('event: open');
  await expect.poll(() => listening.size).toBe(0);

  const again = await open('siri');
  app.deps.pokes.poke({ personIds: [people.siri.id], tenantIds: [] });
  await read(again, 'event: poke');
});

test('a stream ends with its session, and nobody is told anything on it any more', async () => {
  const response = await open('siri');
  await withScope(app.db, { kind: 'sign-in' }, (trx) => endAllSessions(trx, people.siri.id, now));
  expect(await read(response)).toContain('event: open');
  await expect.poll(() => listening.size).toBe(0);
});

test('holding a stream open is no use of the session: it ends when nothing else is done', async () => {
  const response = await open('astrid');
  app.setNow(laterBy(now, 13 * 3_600_000));
  await read(response);
  app.setNow(now);
});

test('a stream of somebody who is staff no longer ends', async () => {
  const response = await open('magnus');
  await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.updateTable('memberships').set({ active: false }).where('person_id', '=', people.magnus.id).execute(),
  );
  await read(response);
  await expect.poll(() => listening.size).toBe(0);
});

test('one person has so many streams and no more; one that ends makes room', async () => {
  const streams = await Promise.all(Array.from({ length: 30 }, () => open('ragnar')));
  expect(new Set(streams.map((stream) => stream.status))).toEqual(new Set([200]));
  const over = await open('ragnar');
  expect(over.status).toBe(429);
  expect(over.headers.get('retry-after')).toBe('60');
  expect((await open('arne')).status).toBe(200);
  await must(streams[0]?.body, 'stream').cancel();
  await expect.poll(async () => (await open('ragnar')).status).toBe(200);
});

test('HEAD opens no stream, and nobody signed in hears nothing', async () => {
  const before = listening.size;
  const head = await open('sondre', 'HEAD');
  expect(head.status).toBe(200);
  expect(listening.size).toBe(before);
  expect((await routes.request('/sync/live')).status).toBe(401);
});
