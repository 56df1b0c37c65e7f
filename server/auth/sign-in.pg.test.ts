import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { hashSecret, mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#server/testing/test-browser.ts';
import { giveTestPasswords, testPassword as password } from '#server/testing/test-passwords.ts';
import { signedInSchema } from '#shared/people/sign-in.ts';
import { now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

const { siri, astrid, arne, ragnar } = people;
let application: TestApp;

beforeAll(async () => {
  application = await startTestApp();
  await giveTestPasswords(application.deps, 'siri', 'astrid', 'arne', 'ragnar');
});
afterAll(() => application.close());
beforeEach(async () => {
  application.setNow(now);
  await forgetLimits();
});

const forgetLimits = () => sql`delete from rate_limits`.execute(application.db);
const browse = (address?: string) => createTestBrowser(application.app, address ? { address } : {});
const signIn = (browser: TestBrowser, email: string, typed = password) =>
  browser.post('/api/auth/sign-in', { email, password: typed });
const whoIs = async (browser: TestBrowser) => {
  const answer = (await (await browser.get('/api/auth/me')).json()) as { person: { id: string } | null };
  return answer.person?.id ?? null;
};
const inSignIn = <Result>(work: Parameters<typeof withScope<Result>>[2]) =>
  withScope<Result>(application.db, { kind: 'sign-in' }, work);

/** Everything of an answer that could tell two causes apart. */
async function faceOf(response: Response) {
  const body = (await response.text()).replace(/"requestId":"[^"]+"/, '');
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
  return { status: response.status, body, headers };
}

test('signing in says who it is and hands the browser a token that scripts and other sites cannot reach', async () => {
  const browser = browse();
  const response = await signIn(browser, ' Siri@Sagvik-Elektro.example ');
  expect(response.status).toBe(200);
  const answer = signedInSchema.parse(await response.json());
  expect(answer.person).toEqual({ id: siri.id, name: siri.name, email: siri.email, staff: false });
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('oppdrag='));
  expect(cookie).toMatch(/^oppdrag=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/);
  const me = await browser.get('/api/auth/me');
  expect(signedInSchema.parse(await me.json())).toEqual(answer);
  expect(me.headers.get('Cache-Control')).toBe('no-store');
});

test('over https the cookie is bound to this host alone', async () => {
  const app = createApp({ ...application.deps, secure: true });
  const browser = createTestBrowser(app, { origin: 'https://localhost' });
  const response = await signIn(browser, astrid.email);
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-oppdrag='));
  expect(cookie).toMatch(/Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  expect(await whoIs(browser)).toBe(astrid.id);
});

test('nobody signed in is nobody, and no answer of others is to be had', async () => {
  expect(await (await browse().get('/api/auth/me')).json()).toEqual({ person: null, actor: null });
  expect((await browse().get('/api/tasks')).status).toBe(401);
});

test('an unknown e-mail, a wrong password, no password yet and a disabled person look alike and cost one comparison each', async () => {
  await inSignIn((trx) =>
    trx.updateTable('people').set({ active: false }).where('id', '=', ragnar.id).execute(),
  );
  const tries = {
    unknown: ['nobody@nowhere.example', 'katten sover på taket'],
    wrong: [siri.email, 'katten sover på taket'],
    none: [people.sondre.email, 'katten sover på taket'],
    disabled: [ragnar.email, password],
  } as const;
  // What takes the time is the one comparison; whoever left it out for a cause would tell that cause by the clock.
  let compared = 0;
  const { deps } = application;
  const passwords = {
    ...deps.passwords,
    verify: (stored: string | null, typed: string) => {
      compared += 1;
      return deps.passwords.verify(stored, typed);
    },
  };
  const app = createApp({ ...deps, passwords });
  const faces = new Set<string>();
  for (const [cause, [email, typed]] of Object.entries(tries)) {
    compared = 0;
    const response = await signIn(createTestBrowser(app), email, typed);
    expect(response.status).toBe(401);
    expect(compared, cause).toBe(1);
    faces.add(JSON.stringify(await faceOf(response)));
  }
  expect([...faces]).toHaveLength(1);
  await inSignIn((trx) =>
    trx.updateTable('people').set({ active: true }).where('id', '=', ragnar.id).execute(),
  );
});

test('what is stored of a session, or planted before, is no session; every sign-in has a new token', async () => {
  const browser = browse();
  const planted = mintToken();
  browser.cookies.set('oppdrag', planted);
  await signIn(browser, siri.email);
  const first = browser.cookies.get('oppdrag');
  expect(first).not.toBe(planted);
  await signIn(browser, siri.email);
  const second = browser.cookies.get('oppdrag') ?? '';
  expect(second).not.toBe(first);

  for (const stale of [planted, first ?? '', hashSecret(second), second.slice(1), `${second}A`]) {
    const thief = browse();
    thief.cookies.set('oppdrag', stale);
    expect(await whoIs(thief)).toBe(null);
  }
  expect(await whoIs(browser)).toBe(siri.id);
});

test('signing out ends the session on the server, not only in the browser', async () => {
  const browser = browse();
  await signIn(browser, siri.email);
  const copy = browse();
  copy.cookies.set('oppdrag', browser.cookies.get('oppdrag') ?? '');
  expect((await browser.post('/api/auth/sign-out')).status).toBe(204);
  expect(browser.cookies.has('oppdrag')).toBe(false);
  expect(await whoIs(copy)).toBe(null);
});

const minute = 60_000;
const day = 24 * 60 * minute;

test.each([
  ['a supplier', siri, 30 * day],
  ['an ad hoc user', arne, 30 * day],
  ['staff', astrid, 12 * 60 * minute],
])('%s is signed out after being away for the idle time, to the minute', async (_, person, idle) => {
  const [early, late] = [browse(), browse()];
  await signIn(early, person.email);
  await signIn(late, person.email);
  application.setNow(laterBy(now, idle - minute));
  expect(await whoIs(early)).toBe(person.id);
  // lucia goes by the machine's clock: what passes there while it works is added.
  application.setNow(laterBy(now, idle + 1_000));
  expect(await whoIs(late)).toBe(null);
  expect((await late.get('/api/tasks')).status).toBe(401);
  expect(await whoIs(early)).toBe(person.id);
});

test.each([
  ['a supplier', siri, 90 * day, day],
  ['staff', astrid, 7 * day, 6 * 60 * minute],
])('%s who never rests is signed out at the absolute end all the same', async (_, person, absolute, step) => {
  const browser = browse();
  await signIn(browser, person.email);
  for (let passed = step; passed < absolute; passed += step) {
    application.setNow(laterBy(now, passed));
    expect(await whoIs(browser), `after ${passed / day} days`).toBe(person.id);
  }
  application.setNow(laterBy(now, absolute - minute));
  expect(await whoIs(browser)).toBe(person.id);
  application.setNow(laterBy(now, absolute));
  expect(await whoIs(browser)).toBe(null);
});

test('the end of a session in use moves, but is written at most every five minutes', async () => {
  const browser = browse();
  await signIn(browser, siri.email);
  const id = hashSecret(browser.cookies.get('oppdrag') ?? '');
  const end = () =>
    inSignIn((trx) =>
      trx.selectFrom('sessions').select('expires_at').where('id', '=', id).executeTakeFirstOrThrow(),
    );
  const before = (await end()).expires_at.getTime();
  application.setNow(laterBy(now, 4 * minute));
  await whoIs(browser);
  expect((await end()).expires_at.getTime()).toBe(before);
  application.setNow(laterBy(now, 6 * minute));
  await whoIs(browser);
  expect((await end()).expires_at.getTime() - before).toBeCloseTo(6 * minute, -2);
});

test('a person who is disabled is out at the next request; one whose role becomes staff signs in again', async () => {
  const disabled = browse();
  await signIn(disabled, siri.email);
  const promoted = browse();
  await signIn(promoted, arne.email);
  await inSignIn(async (trx) => {
    await trx.updateTable('people').set({ active: false }).where('id', '=', siri.id).execute();
    await trx
      .updateTable('memberships')
      .set({ roles: ['executor'] })
      .where('person_id', '=', arne.id)
      .execute();
  });
  expect((await disabled.get('/api/tasks')).status).toBe(401);
  expect((await promoted.get('/api/tasks')).status).toBe(401);
  await inSignIn(async (trx) => {
    await trx.updateTable('people').set({ active: true }).where('id', '=', siri.id).execute();
    await trx
      .updateTable('memberships')
      .set({ roles: ['ad-hoc'] })
      .where('person_id', '=', arne.id)
      .execute();
  });
});

test('an engagement that ended is gone from the person at the next request, the others stay', async () => {
  const browser = browse();
  await signIn(browser, siri.email);
  const tenantsOfSiri = async () => {
    const { actor } = signedInSchema.parse(await (await browser.get('/api/auth/me')).json());
    return actor.engagements.map((engagement) => engagement.tenantId);
  };
  expect(await tenantsOfSiri()).toHaveLength(2);
  const set = (active: boolean) =>
    inSignIn((trx) =>
      trx
        .updateTable('supplier_contacts')
        .set({ active })
        .where('person_id', '=', siri.id)
        .where('tenant_id', '=', askeby.id)
        .execute(),
    );
  await set(false);
  expect(await tenantsOfSiri()).not.toContain(askeby.id);
  expect(await tenantsOfSiri()).toHaveLength(1);
  await set(true);
});
