import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  endAllSessions,
  endSession,
  listSessions,
  removeExpiredSessions,
  startSession,
  validateSession,
} from '#server/auth/lucia-sessions.ts';
import { hashSecret } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import { now } from '#shared/testing/builders.ts';
import { actorOf, people } from '#shared/testing/people.ts';

let application: TestApp;
beforeAll(async () => {
  application = await startTestApp();
});
afterAll(() => application.close());

const inSignIn = <Result>(work: Parameters<typeof withScope<Result>>[2]) =>
  withScope<Result>(application.db, { kind: 'sign-in' }, work);
const start = (label: string, at = now) =>
  inSignIn((trx) => startSession(trx, actorOf('siri'), { replacing: undefined, label, now: at }));
const isLive = async (token: string, at = now) => (await validateSession(application.db, token, at)) !== null;
const list = (at = now) => inSignIn((trx) => listSessions(trx, people.siri.id, at));
const day = 86_400_000;

test('a person’s sessions are listed, and ending a listed one ends exactly that', async () => {
  const tablet = await start('Chrome, Android');
  const desk = await start('Firefox, Windows', laterBy(now, 1000));
  const later = laterBy(now, 2 * 3_600_000);
  expect(await isLive(tablet.token, later)).toBe(true);
  const sessions = await list(later);
  expect(
    sessions.map(({ label, signedInAt, lastUsedAt }) => ({
      label,
      signedInAt,
      used: lastUsedAt.slice(0, 16),
    })),
  ).toEqual([
    { label: 'Firefox, Windows', signedInAt: laterBy(now, 1000), used: now.slice(0, 16) },
    { label: 'Chrome, Android', signedInAt: now, used: later.slice(0, 16) },
  ]);
  expect(JSON.stringify(sessions)).not.toContain(tablet.token);
  const listed = must(sessions[1], 'the tablet');
  expect(listed.id).toBe(hashSecret(tablet.token));
  await inSignIn((trx) => endSession(trx, listed.id, later));
  expect(await isLive(tablet.token, later)).toBe(false);
  expect(await isLive(desk.token, later)).toBe(true);

  const ragnars = await inSignIn((trx) =>
    startSession(trx, actorOf('ragnar'), { replacing: undefined, label: null, now }),
  );
  await inSignIn((trx) => endAllSessions(trx, people.siri.id, later));
  expect(await list(later)).toEqual([]);
  expect(await isLive(desk.token, later)).toBe(false);
  expect(await isLive(ragnars.token, later)).toBe(true);
});

test('what ended by itself is not listed and is cleaned away, what lives stays', async () => {
  const old = await start('old', laterBy(now, -31 * day));
  const live = await start('live');
  expect((await list()).map((session) => session.label)).toEqual(['live']);
  await inSignIn((trx) => removeExpiredSessions(trx, now));
  const stored = await inSignIn((trx) => trx.selectFrom('sessions').select('id').execute());
  expect(stored.map((row) => row.id)).toContain(hashSecret(live.token));
  expect(stored.map((row) => row.id)).not.toContain(hashSecret(old.token));
});
