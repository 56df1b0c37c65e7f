import { people } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { becomeReady, comment, signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* What the pages of signing in say before anybody is in, and who is let into the office. */
const { server, world } = useWorld();

test('half an address is marked in its field and not sent, and a whole one follows to the page of new passwords', async ({
  page,
}) => {
  await page.goto('/sign-in');
  const email = page.getByLabel('E-post');
  await email.fill('siri@sagvik');
  await page.getByLabel('Passord', { exact: true }).fill('hva som helst');
  await page.getByRole('button', { name: 'Logg inn' }).click();
  await expect(page.getByText('Skriv en hel e-postadresse, som navn@firma.no.')).toBeVisible();
  await expect(email).toBeFocused();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await email.fill(people.siri.email);
  await page.getByRole('link', { name: /Glemt passordet/u }).click();
  await expect(page.getByRole('heading', { name: 'Nytt passord' })).toBeVisible();
  await expect(page.getByLabel('E-post')).toHaveValue(people.siri.email);
});

test('a dead link says so before anybody thinks of a password; a live one ends at a sign-in that knows the address', async ({
  page,
  consoleWatch,
}) => {
  consoleWatch.allowStatus('/api/auth/password-link', 410);
  await page.goto(`/password/${'x'.repeat(43)}`);
  await expect(page.getByText('Lenken virker ikke lenger')).toBeVisible();
  await expect(page.getByLabel('Nytt passord')).toHaveCount(0);
  await page.getByRole('link', { name: 'Be om ny lenke' }).click();
  await expect(page.getByRole('heading', { name: 'Nytt passord' })).toBeVisible();

  await page.goto(`/password/${await world.givePasswordLink('ragnar')}`);
  await page.getByLabel('Nytt passord').fill('hunden sover under trappa');
  await page.getByRole('button', { name: 'Lagre passordet' }).click();
  await page.getByRole('link', { name: 'Logg inn' }).click();
  await expect(page.getByLabel('E-post')).toHaveValue(people.ragnar.email);
});

test('a browser that asks for English gets English at its first visit', async ({ openDevice }) => {
  const device = await openDevice({ locale: 'en-GB' });
  const page = device.page();
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('whoever signs out and keeps their work here leaves a word of it on the sign-in page, and not whose it is', async ({
  openDevice,
}) => {
  test.setTimeout(90_000);
  const task = await world.giveTask({ title: 'Sjekke nødlys', buildingId: askebySkole.id });
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await page.goto(`/tasks/${task.id}`);
  await server.stop();
  await comment(page, 'Skrevet i kjelleren');
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await expect(
    page.getByText('1 ting er ikke sendt. Den blir liggende trygt på denne enheten'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Behold her og logg ut' }).click();
  await expect(page.getByText('1 ting som ikke er sendt, ligger trygt på denne enheten.')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(people.siri.name)).toHaveCount(0);
  await server.start();
});

test('a user without the list of tasks is led to the archives, and told at once at any other door', async ({
  page,
}) => {
  await signIn(page, 'unni');
  await page.getByRole('link', { name: 'Kontor' }).click();
  await expect(page).toHaveURL(/\/office\/archive$/u);
  await expect(page.getByRole('link', { name: askebySkole.name })).toBeVisible();
  await page.goto('/office/tasks');
  await expect(page.getByRole('heading', { name: 'Oppgavelisten på kontoret er ikke din' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Filter' })).toHaveCount(0);
});

test('a supplier at the door of the office sees no office, and an executor creates no tasks', async ({
  page,
  openDesk,
}) => {
  await signIn(page, 'siri');
  await expect(page.getByRole('link', { name: 'MittBygg' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kontor' })).toHaveCount(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/office/tasks');
  await expect(page.getByRole('heading', { name: 'Oppgavelisten på kontoret er ikke din' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Kontor' })).toHaveCount(0);

  const desk = await openDesk('erik');
  await desk.goto('/office/tasks/new');
  await expect(desk.getByRole('heading', { name: 'Du oppretter ikke oppgaver' })).toBeVisible();
});
