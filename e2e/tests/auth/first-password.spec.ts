import type { Page } from '@playwright/test';
import { must } from '#shared/kernel/must.ts';
import { testPassword } from '#server/testing/test-passwords.ts';
import { people } from '#shared/testing/people.ts';
import { askebySkole, dahlInAskeby, sagvikInAskeby } from '#shared/testing/places.ts';
import { signIn } from '../../fixtures/field.ts';
import { addressOf, listMails, waitForMail, type Mail } from '../../fixtures/mailbox.ts';
import { assignNewTask } from '../../fixtures/office.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * Method 2: nobody makes an account for a supplier. A task comes by mail; "Glemt passordet, eller første gang her?" makes
 * the first password, by the mailed link, or by the mailed code where a link would leave the installed app.
 */
const { server } = useWorld({ mailbox: true, withoutPassword: ['ragnar', 'sondre'] });
const passwordMail = 'Lag nytt passord i Oppdrag';

test.describe.configure({ timeout: 180_000 });

test('a supplier who never had a password gets a task by mail and makes the password by the mailed link', async ({
  openDevice,
  openDesk,
  request,
  consoleWatch,
}) => {
  const { email } = people.ragnar;
  const title = 'Tette lekkasje';
  const notice = await assignByMail(await openDesk(), { title, executor: dahlInAskeby.name, email });

  const page = (await openDevice()).page();
  await page.goto(addressOf(notice, 'Gå til arbeidsordre'));
  await askForPassword(page, email);
  const link = addressOf(await waitForMail(server, email, passwordMail), 'Lag passord');
  // A scanner of the mail server opens every link; only saving a password uses it up.
  for (const method of ['head', 'get'] as const) expect((await request[method](link)).status()).toBe(200);
  await page.goto(link);
  await savePassword(page);
  await signIn(page, 'ragnar');
  await expectAtWork(page, notice, title);

  consoleWatch.allowStatus('/api/auth/password-link', 410);
  await page.goto(link);
  await expect(page.getByText('Lenken virker ikke lenger')).toBeVisible();
});

test('a supplier who never had a password makes it by the code from the mail, typed in the app', async ({
  openDevice,
  openDesk,
  consoleWatch,
}) => {
  const { email } = people.sondre;
  const title = 'Bytte sikring';
  const notice = await assignByMail(await openDesk(), { title, executor: sagvikInAskeby.name, email });

  const page = (await openDevice()).page();
  await page.goto('/');
  await askForPassword(page, email);
  const { text } = await waitForMail(server, email, passwordMail);
  const [code] = must(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/mu.exec(text), 'code');
  consoleWatch.allowStatus('/api/auth/password', 422);
  await page.getByLabel('Kode fra e-posten').fill('0000-0000');
  await page.getByLabel('Nytt passord').fill(testPassword);
  await page.getByRole('button', { name: 'Lagre passordet' }).click();
  await expect(page.getByLabel('Kode fra e-posten')).toBeFocused();
  await expect(
    page.getByText('Koden stemmer ikke, eller den er for gammel. Se etter skrivefeil'),
  ).toBeVisible();
  await page.getByLabel('Kode fra e-posten').fill(code.toLowerCase());
  await savePassword(page);
  await signIn(page, 'sondre');
  await expectAtWork(page, notice, title);
});

test('an address that nobody has gets the very answer of one that somebody has, and no mail', async ({
  page,
}) => {
  const nobody = 'ukjent@ingensteds.example';
  const told = [];
  for (const email of [nobody, people.siri.email]) {
    await page.goto('/');
    const answered = page.waitForResponse((one) => one.url().endsWith('/api/auth/forgot'));
    await askForPassword(page, email);
    const answer = await answered;
    const headers = Object.keys(await answer.allHeaders()).sort();
    const screen = (await page.locator('main').innerText()).replaceAll(email, '…');
    told.push({ status: answer.status(), body: await answer.text(), headers, screen });
  }
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toMatchObject({ status: 202, body: '' });
  await waitForMail(server, people.siri.email, passwordMail);
  expect((await listMails(server)).filter((mail) => mail.to.includes(nobody))).toEqual([]);
});

/** The office assigns a new task; its mail says so, with the way to the task and to a first password. */
async function assignByMail(
  desk: Page,
  { title, executor, email }: { readonly title: string; readonly executor: string; readonly email: string },
): Promise<Mail> {
  const taskId = await assignNewTask(desk, { title, building: askebySkole.name, executor });
  const notice = await waitForMail(server, email, title);
  expect(addressOf(notice, 'Gå til arbeidsordre')).toBe(`${server.url}/tasks/${taskId}`);
  expect(notice.text).toContain('Askeby kommune har gitt deg en arbeidsordre');
  expect(notice.text).toContain(`Er det første gang? Lag passordet ditt på ${server.url}/forgot-password`);
  return notice;
}

/** From wherever somebody stands who is not signed in: the way to a new password, until the mail is under way. */
async function askForPassword(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Glemt passordet, eller første gang her?' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nytt passord' })).toBeVisible();
  await page.getByLabel('E-post').fill(email);
  await page.getByRole('button', { name: 'Send kode' }).click();
  await expect(page.getByText('Se i e-posten din')).toBeVisible();
}

async function savePassword(page: Page): Promise<void> {
  await page.getByLabel('Nytt passord').fill(testPassword);
  await page.getByRole('button', { name: 'Lagre passordet' }).click();
  await expect(page.getByText('Passordet er lagret')).toBeVisible();
}

/** The assigned task is in the list, and the button of its mail leads to it. */
async function expectAtWork(page: Page, notice: Mail, title: string): Promise<void> {
  await page.goto('/tasks');
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await page.goto(addressOf(notice, 'Gå til arbeidsordre'));
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start arbeid' })).toBeVisible();
}
