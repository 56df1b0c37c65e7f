import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composePasswordMail } from '#server/auth/compose-password-mail.ts';
import type { PasswordMailReason } from '#server/auth/queue-password-mail.ts';
import { hashSecret } from '#server/auth/session-token.ts';
import { laterBy, systemClock } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#server/testing/test-browser.ts';
import { giveTestPasswords, testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { people, type PersonName } from '#shared/testing/people.ts';

const { siri, sondre, ragnar, astrid } = people;
const fresh = 'hunden sover under trappa';
let application: TestApp;

beforeAll(async () => {
  application = await startTestApp();
});
afterAll(() => application.close());
beforeEach(async () => {
  application.setNow(systemClock());
  await sql`delete from rate_limits`.execute(application.db);
  await giveTestPasswords(application.deps, 'siri');
});

let hosts = 0;
/** A browser whose address no limit knows yet. */
const browse = () => createTestBrowser(application.app, { address: `203.0.113.${(hosts += 1)}` });
const signIn = (browser: TestBrowser, email: string, password: string) =>
  browser.post('/api/auth/sign-in', { email, password });
const setBy = (proof: object, password = fresh) =>
  browse().post('/api/auth/password', { ...proof, password });
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

/** The mail that would go out now, with its secrets; the way through queue and mail server is forgot.pg.test.ts. */
async function mailFor(name: PersonName, reason: PasswordMailReason = 'forgot') {
  const { db, environment, clock, passwords } = application.deps;
  const mail = { id: people[name].id, tenantId: null, personId: people[name].id, params: { reason } };
  const deps = { db, publicUrl: environment.publicUrl, now: clock() };
  const composed = await composePasswordMail(passwords)(deps, { ...mail, createdAt: clock() });
  const text = must(composed?.text, 'mail');
  return {
    text,
    token: must(/\/password\/([\w-]{43})\b/.exec(text)?.[1], 'token in the mail'),
    code: must(/^([0-9A-Z]{4}-[0-9A-Z]{4})$/m.exec(text)?.[1], 'code in the mail'),
  };
}

test('whether a link works is asked before a password is thought of, and asking uses it up for nobody', async () => {
  const { token } = await mailFor('siri');
  const ask = () => browse().post('/api/auth/password-link', { token });
  expect(await (await ask()).json()).toEqual({ email: siri.email });
  expect((await ask()).status).toBe(200);
  expect((await setBy({ token })).status).toBe(200);
  const spent = await ask();
  expect([spent.status, await codeOf(spent)]).toEqual([410, 'link.dead']);
  const invented = await browse().post('/api/auth/password-link', { token: 'x'.repeat(43) });
  expect(await codeOf(invented)).toBe('link.dead');
});

test('a supplier without a password makes the first one by the link, is not signed in by it, and signs in with it', async () => {
  expect((await signIn(browse(), sondre.email, fresh)).status).toBe(401);
  const { token, text } = await mailFor('sondre');
  expect(text).toContain(`http://localhost:3000/password/${token}`);
  const browser = browse();
  expect((await browser.post('/api/auth/password', { token, password: fresh })).status).toBe(200);
  expect(browser.cookies.size).toBe(0);
  expect((await signIn(browse(), sondre.email, fresh)).status).toBe(200);
});

test('the code from the mail works in the installed app, however it is typed, and only with its own e-mail', async () => {
  const { code } = await mailFor('siri');
  const typed = code.replace('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
  expect(await codeOf(await setBy({ email: ragnar.email, code: typed }))).toBe('code.wrong');
  expect((await setBy({ email: siri.email, code: typed })).status).toBe(200);
  expect((await signIn(browse(), siri.email, fresh)).status).toBe(200);
});

test('a new password ends every session, link and code of the person, and a notice is mailed', async () => {
  const [tablet, desk] = [browse(), browse()];
  await signIn(tablet, siri.email, testPassword);
  await signIn(desk, siri.email, testPassword);
  const { token, code } = await mailFor('siri');
  expect((await setBy({ token })).status).toBe(200);
  for (const browser of [tablet, desk])
    expect(((await (await browser.get('/api/auth/me')).json()) as { person: unknown }).person).toBe(null);
  expect(await codeOf(await setBy({ token }, 'noe helt annet her'))).toBe('link.dead');
  expect(await codeOf(await setBy({ email: siri.email, code }, 'noe helt annet her'))).toBe('code.wrong');
  expect((await signIn(browse(), siri.email, testPassword)).status).toBe(401);
  const notices = await withScope(application.db, { kind: 'mail' }, (trx) =>
    trx
      .selectFrom('mail_outbox')
      .select(['person_id', 'params'])
      .where('kind', '=', 'password-changed')
      .where('dedupe_key', '=', `password-changed:${hashSecret(token)}`)
      .execute(),
  );
  expect(notices).toEqual([{ person_id: siri.id, params: {} }]);
});

test('only the newest link lives; one bit changed, an hour passed or nonsense is a dead link', async () => {
  const older = await mailFor('siri');
  const newer = await mailFor('siri');
  const bit = newer.token.startsWith('A') ? 'B' : 'A';
  for (const token of [older.token, bit + newer.token.slice(1), 'nonsense', '../../etc/passwd', '%00'])
    expect((await setBy({ token })).status, token).toBe(410);
  application.setNow(laterBy(systemClock(), 61 * 60_000));
  expect((await setBy({ token: newer.token })).status).toBe(410);
  expect(await codeOf(await setBy({ email: siri.email, code: newer.code }))).toBe('code.wrong');
  application.setNow(laterBy(systemClock(), 59 * 60_000));
  expect((await setBy({ token: newer.token })).status).toBe(200);
});

test('an operator’s invitation lives for three days', async () => {
  const { token } = await mailFor('ragnar', 'invitation');
  application.setNow(laterBy(systemClock(), 73 * 3_600_000));
  expect((await setBy({ token })).status).toBe(410);
  application.setNow(laterBy(systemClock(), 71 * 3_600_000));
  expect((await setBy({ token })).status).toBe(200);
});

test('a mail scanner that opens the link in every way changes nothing and gets no cookie', async () => {
  const { token } = await mailFor('siri');
  const scanner = browse();
  for (const path of [
    `/password/${token}`,
    `/api/auth/password?token=${token}`,
    `/api/auth/password/${token}`,
  ])
    for (const method of ['HEAD', 'GET', 'GET', 'OPTIONS']) await scanner.request(path, { method });
  await scanner.request('/api/auth/password', { method: 'POST', body: JSON.stringify({ token }) });
  await scanner.post('/api/auth/password', { token });
  expect(scanner.cookies.size).toBe(0);
  expect((await setBy({ token })).status).toBe(200);
});

test('the code has five tries, also when they are made at once; the link still works', async () => {
  const { token, code } = await mailFor('siri');
  const guesses = Array.from({ length: 8 }, (_, at) => setBy({ email: siri.email, code: `AAAA-AAA${at}` }));
  for (const response of await Promise.all(guesses)) expect(await codeOf(response)).toBe('code.wrong');
  expect(await codeOf(await setBy({ email: siri.email, code }))).toBe('code.wrong');
  expect((await setBy({ token })).status).toBe(200);
});

test('a wrong code, a code for nobody and a code that was never asked for look alike', async () => {
  await mailFor('siri');
  const answers = await Promise.all(
    [siri.email, 'nobody@nowhere.example', astrid.email].map(async (email) => {
      const response = await setBy({ email, code: 'AAAA-AAAA' });
      return `${response.status} ${(await response.text()).replace(/"requestId":"[^"]+"/, '')}`;
    }),
  );
  expect(new Set(answers).size).toBe(1);
});

test.each([
  ['of 11 characters', 'k7#Vw!q2Lz%', 422, 'password.too-short'],
  ['of 129 characters', 'katten sover '.repeat(10).slice(0, 129), 422, 'password.too-short'],
  ['everybody has', 'municipality2026!', 422, 'password.too-common'],
  ['with the tenant in it', 'Askeby-Nordvåg-1', 422, 'password.too-common'],
  ['with the own firm in it', 'sagvik elektro 77', 422, 'password.too-common'],
  ['of ten megabytes', 'x'.repeat(10_000_000), 413, 'request.too-large'],
  ['of a lone surrogate', `katten sover \ud800`, 400, 'request.invalid'],
])('a new password %s is refused, and the link is not used up', async (_, password, status, code) => {
  const { token } = await mailFor('siri');
  const response = await setBy({ token }, password);
  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(code);
  expect((await setBy({ token })).status).toBe(200);
});

test.each([
  '🚲 blå sykkel i kjelleren',
  ' foran og bak ',
  'med\u0000null i midten',
  'a'.repeat(60) + ' lang hale på slutten b',
])('the password %j is kept exactly as typed', async (password) => {
  const { token } = await mailFor('siri');
  expect((await setBy({ token }, password)).status).toBe(200);
  for (const other of [
    password.trim(),
    password.slice(0, -1),
    `${password.slice(0, 72)}x${password.slice(73)}`,
  ])
    if (other !== password) expect((await signIn(browse(), siri.email, other)).status).toBe(401);
  expect((await signIn(browse(), siri.email, password)).status).toBe(200);
});
