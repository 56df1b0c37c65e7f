import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#server/testing/test-browser.ts';
import { giveTestPasswords, testPassword as password } from '#server/testing/test-passwords.ts';
import { problemSchema } from '#shared/kernel/problem.ts';
import { people } from '#shared/testing/people.ts';

const { siri, astrid } = people;
let application: TestApp;

beforeAll(async () => {
  application = await startTestApp();
  await giveTestPasswords(application.deps, 'siri', 'astrid');
});
afterAll(() => application.close());
beforeEach(() => sql`delete from rate_limits`.execute(application.db));

const browse = (address: string) => createTestBrowser(application.app, { address });
const signIn = (browser: TestBrowser, email: string, typed: string, headers?: Record<string, string>) =>
  browser.post('/api/auth/sign-in', { email, password: typed }, headers);
const wrong = 'katten sover på taket';

async function failTimes(times: number, email: string, address = '192.0.2.7'): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < times; at += 1)
    statuses.push((await signIn(browse(address), email, `${wrong} ${at}`)).status);
  return statuses;
}

test('after ten wrong passwords right and wrong are held back alike, for a quarter of an hour, other people not', async () => {
  expect(await failTimes(10, siri.email)).toEqual(Array(10).fill(401));
  const faces: unknown[] = [];
  for (const typed of [wrong, password]) {
    const response = await signIn(browse('198.51.100.4'), siri.email, typed);
    const { code, status, retryAfter } = problemSchema.parse(await response.json());
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(14 * 60);
    expect(retryAfter).toBeLessThanOrEqual(15 * 60);
    faces.push({ code, status });
  }
  expect(faces[0]).toEqual({ code: 'rate.limited', status: 429 });
  expect(faces[1]).toEqual(faces[0]);
  expect((await signIn(browse('198.51.100.4'), astrid.email, password)).status).toBe(200);
});

test('an unknown e-mail is held back just as a known one', async () => {
  expect(await failTimes(10, 'nobody@nowhere.example')).toEqual(Array(10).fill(401));
  expect((await signIn(browse('198.51.100.4'), 'nobody@nowhere.example', wrong)).status).toBe(429);
});

test('a browser that signed in before is not shut out by strangers; a cookie it made up does not help', async () => {
  const own = browse('203.0.113.9');
  await signIn(own, siri.email, password);
  await failTimes(11, siri.email);
  expect((await signIn(own, siri.email, password)).status).toBe(200);
  const pretender = browse('203.0.113.10');
  pretender.cookies.set('oppdrag-browser', 'A'.repeat(43));
  expect((await signIn(pretender, siri.email, password)).status).toBe(429);
  const elsewhere = browse('203.0.113.11');
  elsewhere.cookies.set('oppdrag-browser', own.cookies.get('oppdrag-browser') ?? '');
  await failTimes(11, astrid.email);
  expect((await signIn(elsewhere, astrid.email, password)).status).toBe(429);
});

test('success forgets the failures before it, and nothing locks for good', async () => {
  await failTimes(9, siri.email);
  expect((await signIn(browse('192.0.2.7'), siri.email, password)).status).toBe(200);
  expect(await failTimes(9, siri.email)).toEqual(Array(9).fill(401));
  expect((await signIn(browse('192.0.2.7'), siri.email, password)).status).toBe(200);
});

test('one client trying many accounts once each is held back, whatever X-Forwarded-For it invents', async () => {
  const browser = browse('192.0.2.66');
  const statuses: number[] = [];
  for (let at = 0; at < 55; at += 1) {
    const invented = { 'X-Forwarded-For': `10.1.${at}.1` };
    statuses.push((await signIn(browser, `someone${at}@nowhere.example`, wrong, invented)).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(50);
  expect(statuses.slice(50)).toEqual(Array(5).fill(429));
  expect((await signIn(browse('192.0.2.67'), astrid.email, password)).status).toBe(200);
});

test('behind our own proxy the last forwarded address counts, which the proxy wrote', async () => {
  const { deps } = application;
  const app = createApp({ ...deps, environment: { ...deps.environment, trustProxy: true } });
  const browser = createTestBrowser(app, { address: '10.0.0.1' });
  const from = (client: string, invented: string) =>
    signIn(browser, `${invented}@nowhere.example`, wrong, { 'X-Forwarded-For': `${invented}, ${client}` });
  for (let at = 0; at < 50; at += 1) await from('192.0.2.66', `10.1.${at}.1`);
  expect((await from('192.0.2.66', '10.9.9.9')).status).toBe(429);
  expect((await from('192.0.2.99', '10.9.9.8')).status).toBe(401);
});

test('300 sign-ins at once: some are looked at, the rest are told to come back, others are answered meanwhile', async () => {
  const before = process.memoryUsage().rss;
  let most = 0;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
  const flood = Array.from({ length: 300 }, (_, at) =>
    signIn(browse(`198.51.${at % 250}.${at}`), `someone${at}@nowhere.example`, wrong),
  );
  const waits: number[] = [];
  for (let at = 0; at < 20; at += 1) {
    const began = performance.now();
    expect((await application.app.request('/api/health')).status).toBe(200);
    waits.push(performance.now() - began);
    await new Promise((later) => setTimeout(later, 10));
  }
  const responses = await Promise.all(flood);
  clearInterval(sampler);
  const statuses = responses.map((response) => response.status);
  expect(new Set(statuses)).toEqual(new Set([401, 503]));
  const { rows } = await sql<{ points: number }>`
    select points from rate_limits where key like 'sign-in-account:%' and points > 0`.execute(application.db);
  expect(rows).toHaveLength(statuses.filter((status) => status === 401).length);
  expect(responses.find((response) => response.status === 503)?.headers.get('Retry-After')).toBe('2');
  expect(waits.sort((a, b) => a - b)[18]).toBeLessThan(500);
  expect(most - before).toBeLessThan(300 * 1024 * 1024);
});
