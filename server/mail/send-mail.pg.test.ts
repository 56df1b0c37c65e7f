import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composePasswordChangedMail } from '#server/auth/compose-password-changed-mail.ts';
import { composePasswordMail } from '#server/auth/compose-password-mail.ts';
import { queuePasswordMail } from '#server/auth/queue-password-mail.ts';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { composeAssignmentMail } from '#server/mail/compose-assignment-mail.ts';
import { composeLateFilesMail } from '#server/mail/compose-late-files-mail.ts';
import { createMailer, type Mailer } from '#server/mail/mailer.ts';
import { claimMail } from '#server/mail/outbox-queries.ts';
import { queueAssignmentMail } from '#server/mail/queue-assignment-mail.ts';
import { sendMail, type SendMailDeps } from '#server/mail/send-mail.ts';
import { sweepMail } from '#server/mail/sweep-mail.ts';
import { startMailSink, type MailSink } from '#server/testing/mail-sink.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { giveTestPasswords } from '#server/testing/test-passwords.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

const { siri, sondre } = people;
const publicUrl = 'https://oppdrag.example';
let application: TestApp;
let sink: MailSink;
let mailer: Mailer;
let deps: SendMailDeps;
let number = 500;

beforeAll(async () => {
  application = await startTestApp();
  sink = await startMailSink();
  mailer = createMailer({
    smtpUrl: sink.smtpUrl,
    mailFrom: 'Oppdrag <notify@mail.oppdrag.example>',
    publicUrl,
  });
  const { db, clock, log, passwords } = application.deps;
  const composers = {
    assignment: composeAssignmentMail,
    'late-files': composeLateFilesMail,
    password: composePasswordMail(passwords),
    'password-changed': composePasswordChangedMail,
  };
  deps = { db, clock, log, mailer, publicUrl, composers };
  await giveTestPasswords(application.deps, 'siri');
});
afterAll(async () => {
  mailer.close();
  await sink.stop();
  await application.close();
});
beforeEach(async () => {
  application.setNow(now);
  sink.mails.length = 0;
  sink.answers.length = 0;
  await sql`delete from pgboss.job`.execute(application.db);
});

const inTenant = <Result>(work: Parameters<typeof withScope<Result>>[2]) =>
  withScope<Result>(application.db, { kind: 'tenant', tenantId: askeby.id }, work);
const inMail = <Result>(work: Parameters<typeof withScope<Result>>[2]) =>
  withScope<Result>(application.db, { kind: 'mail' }, work);

/** A task with its notice to somebody queued, as assigning leaves them. */
async function assign(name: PersonName, overrides: Partial<Task> = {}): Promise<{ task: Task; mailId: Id }> {
  const task = aTask({ id: uuid(), number: (number += 1), ...overrides });
  await insertTask(application.db, task);
  const assigned = { tenantId: task.tenantId, taskId: task.id, personId: people[name].id, now };
  await inTenant((trx) => queueAssignmentMail(trx, assigned));
  return { task, mailId: await lastMailId() };
}

async function lastMailId(): Promise<Id> {
  const { rows } = await sql<{ id: Id }>`
    select data ->> 'mailId' as id from pgboss.job order by created_on desc limit 1`.execute(application.db);
  return must(rows[0]?.id, 'mail');
}

const stateOf = (mailId: Id) =>
  inMail((trx) =>
    trx
      .selectFrom('mail_outbox')
      .select(['state', 'attempts', 'last_error', 'message_id'])
      .where('id', '=', mailId)
      .executeTakeFirstOrThrow(),
  );

test('the notice of an assignment says what, where and by when, and leads to the work order', async () => {
  const { task, mailId } = await assign('siri');
  await sendMail(deps, mailId);
  const { parsed, envelope, raw } = must(sink.mails[0], 'mail');
  expect(envelope).toEqual({ from: 'notify@mail.oppdrag.example', to: [siri.email] });
  expect(parsed.from?.text).toBe('"Askeby kommune via Oppdrag" <notify@mail.oppdrag.example>');
  expect(parsed.subject).toBe(`Arbeidsordre ${task.number}: Kontroll av nødlys`);
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed.headers.get('x-auto-response-suppress')).toBe('DR, RN, NRN, OOF, AutoReply');
  expect(parsed.messageId).toBe(`<${mailId}@oppdrag.example>`);
  expect(parsed.text).toBe(`Askeby kommune har gitt deg en arbeidsordre

Oppgave: Kontroll av nødlys
Nummer: ${task.number}
Bygning: Askeby skole, Skoleveien 12, 1816 Askeby
Sted: Teknisk rom, kjeller
Frist: 3. desember 2026
Oppdragsgiver: Askeby kommune

Gå gjennom alle nødlys og bytt defekte.

Gå til arbeidsordre:
https://oppdrag.example/tasks/${task.id}

Du får denne e-posten fordi Askeby kommune har tildelt oppgaven til deg eller firmaet ditt i Oppdrag.
`);
  expect(parsed.html).toContain(`<a href="https://oppdrag.example/tasks/${task.id}"`);
  expect(parsed.html).toContain('>Gå til arbeidsordre</a>');
  expect(parsed.html).toContain('<html lang="nb">');
  expect(raw).not.toMatch(/src=|<link|@import|url\(/i);
  expect(await stateOf(mailId)).toMatchObject({ state: 'sent', message_id: parsed.messageId, attempts: 1 });
});

test('a supplier who has no password yet is told how to get the first one', async () => {
  const { mailId } = await assign('sondre');
  await sendMail(deps, mailId);
  const { parsed } = must(sink.mails[0], 'mail');
  expect(parsed.to).toMatchObject({ text: `"${sondre.name}" <${sondre.email}>` });
  expect(parsed.text).toContain(
    'Er det første gang? Lag passordet ditt på https://oppdrag.example/forgot-password.',
  );
  expect(parsed.html).toContain('<a href="https://oppdrag.example/forgot-password"');
});

test('the mail speaks the language of the tenant', async () => {
  const speak = (language: 'nb' | 'en') =>
    inTenant((trx) => trx.updateTable('tenants').set({ language }).where('id', '=', askeby.id).execute());
  await speak('en');
  const { task, mailId } = await assign('siri', { deadline: null });
  await sendMail(deps, mailId);
  const { parsed } = must(sink.mails[0], 'mail');
  expect(parsed.subject).toBe(`Work order ${task.number}: Kontroll av nødlys`);
  expect(parsed.text).toContain('Deadline: No deadline');
  expect(parsed.text).toContain('Go to work order:');
  expect(parsed.html).toContain('<html lang="en">');
  expect(parsed.text).not.toMatch(/arbeidsordre|Frist|Bygning/);
  await speak('nb');
});

test.each([
  ['was completed', (task: Task) => setTask(task, { state: 'completed' })],
  ['was cancelled', (task: Task) => setTask(task, { state: 'cancelled' })],
  ['went to somebody else', (task: Task) => removeAssignments(task)],
  ['belongs to a firm the person left', () => setContact(false)],
])('a notice is cancelled when the task meanwhile %s', async (_, happens) => {
  const { task, mailId } = await assign('siri');
  await happens(task);
  await sendMail(deps, mailId);
  expect(sink.mails).toHaveLength(0);
  expect(await stateOf(mailId)).toMatchObject({ state: 'cancelled', last_error: 'outdated' });
  await setContact(true);
});

async function setTask(task: Task, set: { state: Task['state'] }): Promise<void> {
  await inTenant((trx) => trx.updateTable('tasks').set(set).where('id', '=', task.id).execute());
}
async function removeAssignments(task: Task): Promise<void> {
  await inTenant((trx) => trx.deleteFrom('assignments').where('task_id', '=', task.id).execute());
}
async function setContact(active: boolean): Promise<void> {
  await inTenant((trx) =>
    trx.updateTable('supplier_contacts').set({ active }).where('person_id', '=', siri.id).execute(),
  );
}

test('names and titles can forge neither headers nor receivers nor markup', async () => {
  const evil = 'Lys\r\nBcc: thief@evil.example\r\n\r\n<script>alert(1)</script> "<b>, {{7*7}} =?utf-8?q?x?=';
  await inTenant(async (trx) => {
    await trx
      .updateTable('tenants')
      .set({ name: `Askeby\r\nBcc: a@evil.example, "<x@evil.example>` })
      .where('id', '=', askeby.id)
      .execute();
    await trx
      .updateTable('people')
      .set({ name: 'Siri", <b@evil.example>\r\nCc: c@evil.example' })
      .where('id', '=', siri.id)
      .execute();
  });
  const { mailId } = await assign('siri', { title: evil, text: `${evil}\nlinje to` });
  await sendMail(deps, mailId);
  const { parsed, envelope } = must(sink.mails[0], 'mail');
  expect(envelope.to).toEqual([siri.email]);
  expect([...parsed.headers.keys()].sort()).toEqual([
    'auto-submitted',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-auto-response-suppress',
  ]);
  expect(parsed.from?.value).toHaveLength(1);
  expect(parsed.to).toMatchObject({ value: [{ address: siri.email }] });
  expect(parsed.html).toContain('&lt;script&gt;');
  expect(parsed.html).not.toMatch(/<script|<b>/);
  expect(parsed.html).toContain('linje to');
  expect(parsed.text).toContain('{{7*7}} =?utf-8?q?x?=');
  await inTenant(async (trx) => {
    await trx.updateTable('tenants').set({ name: askeby.name }).where('id', '=', askeby.id).execute();
    await trx.updateTable('people').set({ name: siri.name }).where('id', '=', siri.id).execute();
  });
});

test('the same assignment is mailed once, another assignment of the same task again', async () => {
  const { task } = await assign('siri');
  const again = { tenantId: task.tenantId, taskId: task.id, personId: siri.id };
  await inTenant((trx) => queueAssignmentMail(trx, { ...again, now }));
  const count = async () => {
    const { rows } = await sql`select 1 from pgboss.job where name = 'send-mail'`.execute(application.db);
    return rows.length;
  };
  expect(await count()).toBe(1);
  await inTenant((trx) => queueAssignmentMail(trx, { ...again, now: laterBy(now, 1000) }));
  expect(await count()).toBe(2);
});

async function nextTryInSeconds(mailId: Id): Promise<number | null> {
  const { rows } = await sql<{ wait: number }>`
    select round(extract(epoch from start_after - now()))::int as wait from pgboss.job
    where data ->> 'mailId' = ${mailId} order by created_on desc limit 1`.execute(application.db);
  await sql`delete from pgboss.job`.execute(application.db);
  return rows[0]?.wait ?? null;
}

test('a mail server that is busy is asked again after 1, 5 and 30 minutes, 2 and 12 hours, then the mail is dead', async () => {
  const { mailId } = await assign('siri');
  await sql`delete from pgboss.job`.execute(application.db);
  const waits: (number | null)[] = [];
  for (let at = 0; at < 6; at += 1) {
    sink.answers.push({ code: 451, text: `try later, ${siri.email}` });
    await sendMail(deps, mailId);
    waits.push(await nextTryInSeconds(mailId));
  }
  expect(waits).toEqual([60, 300, 1800, 7200, 43_200, null]);
  expect(await stateOf(mailId)).toMatchObject({ state: 'dead', attempts: 6, last_error: '451' });
  await sendMail(deps, mailId);
  expect(sink.mails).toHaveLength(0);
});

test('a mail server that is away is waited for; one that refuses for good is not asked again', async () => {
  const away = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'a@example.no', publicUrl });
  const waiting = await assign('siri');
  await sendMail({ ...deps, mailer: away }, waiting.mailId);
  expect(await stateOf(waiting.mailId)).toMatchObject({ state: 'queued', last_error: 'ESOCKET' });
  away.close();
  await sendMail(deps, waiting.mailId);
  expect(await stateOf(waiting.mailId)).toMatchObject({ state: 'sent', last_error: null });

  const refused = await assign('siri');
  sink.answers.push({ code: 550, text: 'no such user' });
  await sendMail(deps, refused.mailId);
  expect(await stateOf(refused.mailId)).toMatchObject({ state: 'dead', last_error: '550', attempts: 1 });
});

test('a mail that was under way when the server died goes out again under the same Message-ID', async () => {
  const { mailId } = await assign('siri');
  const dying = {
    ...mailer,
    deliver: async (...args: Parameters<Mailer['deliver']>) => {
      await mailer.deliver(...args);
      throw new Error('killed between the mail server and the database');
    },
  };
  await expect(sendMail({ ...deps, mailer: dying }, mailId)).rejects.toThrow('killed');
  expect(await stateOf(mailId)).toMatchObject({ state: 'sending' });
  await sendMail(deps, mailId);
  expect(sink.mails.map((mail) => mail.parsed.messageId)).toEqual(
    Array(2).fill(`<${mailId}@oppdrag.example>`),
  );
  expect(await stateOf(mailId)).toMatchObject({ state: 'sent', attempts: 2 });
  await sendMail(deps, mailId);
  expect(sink.mails).toHaveLength(2);
});

test('a password mail that was under way when the server died is not sent twice', async () => {
  await withScope(application.db, { kind: 'sign-in' }, (trx) =>
    queuePasswordMail(trx, { personId: siri.id, reason: 'forgot', now }),
  );
  const mailId = await lastMailId();
  await inMail((trx) => claimMail(trx, mailId));
  await sendMail(deps, mailId);
  expect(sink.mails).toHaveLength(0);
  expect(await stateOf(mailId)).toMatchObject({ state: 'dead', last_error: 'interrupted' });
});

test('a password mail that comes after its hour is not sent', async () => {
  await withScope(application.db, { kind: 'sign-in' }, (trx) =>
    queuePasswordMail(trx, { personId: siri.id, reason: 'forgot', now }),
  );
  const mailId = await lastMailId();
  application.setNow(laterBy(now, 3_600_000));
  await sendMail(deps, mailId);
  expect(sink.mails).toHaveLength(0);
  expect(await stateOf(mailId)).toMatchObject({ state: 'cancelled' });
});

test('a mail whose job was lost is found and gets a new one; the others are left alone', async () => {
  const lost = await assign('siri');
  await sql`delete from pgboss.job`.execute(application.db);
  const waiting = await assign('siri');
  const jobs = async () => {
    const { rows } = await sql<{ id: Id }>`select data ->> 'mailId' as id from pgboss.job`.execute(
      application.db,
    );
    return rows.map((row) => row.id);
  };
  await sweepMail(deps);
  expect(await jobs()).toEqual([waiting.mailId]);
  application.setNow(laterBy(now, 11 * 60_000));
  await sweepMail(deps);
  await sweepMail(deps);
  expect((await jobs()).filter((id) => id === lost.mailId)).toHaveLength(1);
  expect((await jobs()).filter((id) => id === waiting.mailId)).toHaveLength(1);
});
