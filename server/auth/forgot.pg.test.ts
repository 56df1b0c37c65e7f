import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { queuePasswordMail } from '#server/auth/queue-password-mail.ts';
import { hashSecret } from '#server/auth/session-token.ts';
import { systemClock } from '#server/clock.ts';
import { connectOwner } from '#server/db/connect.ts';
import { withScope } from '#server/db/scope.ts';
import type { SunkMail } from '#server/testing/mail-sink.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser } from '#server/testing/test-browser.ts';
import { startTestJobs } from '#server/testing/test-jobs.ts';
import { giveTestPasswords, testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { people } from '#shared/testing/people.ts';

const { siri, sondre, ragnar } = people;
let application: TestApp;
let work: Awaited<ReturnType<typeof startTestJobs>>;

beforeAll(async () => {
  application = await startTestApp();
  application.setNow(systemClock());
  work = await startTestJobs(application);
});
afterAll(async () => {
  await work.stop();
  await application.close();
});
beforeEach(() => sql`delete from rate_limits`.execute(application.db));
afterEach(() => void (work.sink.mails.length = 0));

const forgot = (email: string, headers: Record<string, string> = {}, address = '192.0.2.1') =>
  createTestBrowser(application.app, { address }).post('/api/auth/forgot', { email }, headers);

function secretsIn(mail: SunkMail): { token: string; code: string } {
  const text = mail.parsed.text ?? '';
  return {
    token: must(/\/password\/([\w-]{43})\b/.exec(text)?.[1], 'token in the mail'),
    code: must(/^([0-9A-Z]{4}-[0-9A-Z]{4})$/m.exec(text)?.[1], 'code in the mail'),
  };
}

/** Waits until no request for a password mail, and no mail, is left to be worked. */
async function settle(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from pgboss.job
      where name in ('password-mail', 'send-mail') and state < 'completed'`.execute(application.db);
    if (rows[0]?.left === 0) return;
    await new Promise((later) => setTimeout(later, 50));
  }
}

test('forgot answers the same for known, unknown and disabled people, and mails only who can sign in', async () => {
  const disable = (active: boolean) =>
    withScope(application.db, { kind: 'sign-in' }, (trx) =>
      trx.updateTable('people').set({ active }).where('id', '=', ragnar.id).execute(),
    );
  await disable(false);
  const faces = new Set<string>();
  for (const email of [siri.email, sondre.email, ragnar.email, 'nobody@nowhere.example']) {
    const response = await forgot(email);
    const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
    faces.add(JSON.stringify([response.status, headers, await response.text()]));
    expect(response.status).toBe(202);
  }
  expect(faces.size).toBe(1);
  await settle();
  expect(work.sink.mails.flatMap((mail) => mail.envelope.to).sort()).toEqual([siri.email, sondre.email]);
  await disable(true);
});

test('the mailed link and the mailed code lead from the forgot page to a first sign-in, and a notice follows', async () => {
  for (const proof of ['link', 'code'] as const) {
    work.sink.mails.length = 0;
    await sql`delete from rate_limits`.execute(application.db);
    await forgot(sondre.email);
    const [mail] = await work.sink.waitFor(1, { subject: /^Lag nytt passord i Oppdrag$/, to: sondre.email });
    const { token, code } = secretsIn(must(mail, 'mail'));
    const browser = createTestBrowser(application.app);
    const password = `katten sover på ${proof}`;
    const shown = proof === 'link' ? { token } : { email: sondre.email, code };
    expect((await browser.post('/api/auth/password', { ...shown, password })).status).toBe(200);
    expect((await browser.post('/api/auth/sign-in', { email: sondre.email, password })).status).toBe(200);
    const [notice] = await work.sink.waitFor(1, { subject: /endret$/, to: sondre.email });
    expect(notice?.parsed.text).toContain('http://localhost:3000/forgot-password');
    expect(notice?.raw).not.toMatch(/katten|[\w-]{43}@/);
  }
});

test('an operator’s invitation is a mail with link and code too', async () => {
  await withScope(application.db, { kind: 'operator' }, (trx) =>
    queuePasswordMail(trx, { personId: ragnar.id, reason: 'invitation', now: systemClock() }),
  );
  const [mail] = await work.sink.waitFor(1, { subject: /^Velkommen til Oppdrag/, to: ragnar.email });
  expect(secretsIn(must(mail, 'mail')).code).toMatch(/^\w{4}-\w{4}$/);
});

test('one person gets at most three password mails an hour, one client at most twenty looks, and nobody is told', async () => {
  for (let at = 0; at < 5; at += 1) expect((await forgot(siri.email, {}, `192.0.2.${at}`)).status).toBe(202);
  await settle();
  expect(work.sink.mails).toHaveLength(3);
  for (let at = 0; at < 25; at += 1) expect((await forgot('nobody@nowhere.example')).status).toBe(202);
  expect((await forgot(sondre.email)).status).toBe(202);
  await settle();
  expect(work.sink.mails).toHaveLength(3);
});

test('whatever host a request claims, the link in the mail leads to the configured address', async () => {
  await forgot(siri.email, {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    Forwarded: 'host=evil.example;proto=https',
  });
  const elsewhere = createTestBrowser(application.app, { origin: 'http://evil.example' });
  await elsewhere.post('/api/auth/forgot', { email: sondre.email });
  for (const mail of await work.sink.waitFor(2)) {
    expect(mail.raw).not.toContain('evil');
    const links = [...(mail.parsed.text ?? '').matchAll(/https?:\/\/[^/\s]+/g)].map(String);
    expect(new Set(links)).toEqual(new Set(['http://localhost:3000']));
  }
});

test('no live secret is anywhere in the database: session, browser, link, code, password', async () => {
  await giveTestPasswords(application.deps, 'siri');
  const browser = createTestBrowser(application.app);
  await browser.post('/api/auth/sign-in', { email: siri.email, password: testPassword });
  await forgot(siri.email);
  const mail = must((await work.sink.waitFor(1))[0], 'mail');
  const { token, code } = secretsIn(mail);
  await settle();

  const dump = await dumpEverything();
  expect(dump).toContain(hashSecret(token));
  expect(dump).toContain(hashSecret(browser.cookies.get('oppdrag') ?? ''));
  const secrets = [token, code, code.replace('-', ''), testPassword, ...browser.cookies.values()];
  expect(secrets).toHaveLength(6);
  for (const secret of secrets) expect(dump.includes(secret), secret).toBe(false);
});

/** Every row of every table as text, read as the owner with row level security put aside. */
async function dumpEverything(): Promise<string> {
  const owner = connectOwner(must(application.deps.environment.databaseUrl, 'address'), { max: 1 });
  try {
    const tables = await owner<{ schema: string; table: string; forced: boolean }[]>`
      select n.nspname as schema, c.relname as table, c.relforcerowsecurity as forced
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'pgboss')`;
    const parts: string[] = [];
    for (const { schema, table, forced } of tables) {
      const name = owner`${owner(schema)}.${owner(table)}`;
      if (forced) await owner`alter table ${name} no force row level security`;
      const rows = await owner<{ row: string }[]>`select t::text as row from ${name} t`;
      if (forced) await owner`alter table ${name} force row level security`;
      parts.push(...rows.map((each) => each.row));
    }
    return parts.join('\n');
  } finally {
    await owner.end();
  }
}
