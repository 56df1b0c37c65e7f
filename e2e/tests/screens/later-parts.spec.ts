import { v7 as uuid } from 'uuid';
import { must } from '#shared/kernel/must.ts';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { becomeReady, signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * Dialogs and other parts are loaded when they are first wanted: from the worker's store that works without network,
 * and where there is no worker the person is told, and tries again.
 */
const { server, world } = useWorld();

const giveTask = (title: string) =>
  world.giveTask({
    title,
    buildingId: askebySkole.id,
    state: 'in-progress',
    checklists: [aChecklist({ id: uuid(), mandatory: true, deliveredAt: null, answers: [] })],
  });

test('what is loaded when it is first wanted is there without network', async ({ openDevice }) => {
  test.setTimeout(120_000);
  const task = await giveTask('Kontroll av slukkere');
  const question = must(task.checklists[0]?.questions[0], 'question').text;
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.stop();
  await page.goto(`/tasks/${task.id}`);
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'Sett på vent' }).click();
  await expect(dialog.getByRole('heading', { name: 'Sette oppgaven på vent?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Sett på vent' })).toBeFocused();

  await page.getByRole('button', { name: 'Fyll ut' }).click();
  await expect(page.getByText(question).first()).toBeVisible();
  await page.getByRole('button', { name: 'Lever sjekklisten' }).click();
  await expect(page.getByText('før du kan levere')).toBeVisible();

  await page.getByRole('button', { name: 'Sett til utført' }).click();
  await expect(dialog.getByRole('heading', { name: 'Noe gjenstår først' })).toBeVisible();

  await page.goto(`/tasks/${uuid()}`);
  await expect(page.getByRole('heading', { name: 'Oppgaven er ikke på denne enheten' })).toBeVisible();

  const folder = must(askebySkole.folders[0], 'folder');
  await page.goto(`/archive/${askebySkole.id}?folder=${folder.id}`);
  await page.getByRole('button', { name: `Handlinger for ${folder.name}` }).click();
  await page.getByRole('menuitem', { name: 'Detaljer' }).click();
  await expect(dialog.getByRole('heading', { name: folder.name })).toBeVisible();
  await device.close();
  await server.start();
});

test('a part that cannot be fetched is told of, and comes when it is asked for again', async ({
  browser,
  consoleWatch,
}) => {
  const task = await giveTask('Bytte sikringer');
  const context = await browser.newContext({ baseURL: server.url, locale: 'nb-NO' });
  // As in the private windows of some browsers.
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  consoleWatch.follow(context);
  const page = await context.newPage();
  await signIn(page, 'siri');
  await page.goto(`/tasks/${task.id}`);
  const wait = page.getByRole('button', { name: 'Sett på vent' });
  await expect(wait).toBeVisible();

  await server.stop();
  await wait.click();
  await expect(page.getByText('Denne delen av appen kunne ikke hentes.')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await server.start();
  await wait.click();
  await expect(page.getByRole('dialog').getByLabel('Hva venter du på?')).toBeVisible();
  await context.close();
});

test('English comes with each part, also when it is chosen without network', async ({ openDevice }) => {
  test.setTimeout(120_000);
  const task = await giveTask('Rense takrenner');
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.stop();
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'English' }).check({ force: true });
  await expect(page.getByRole('heading', { name: 'What is to be done' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put on hold' }).click();
  await expect(page.getByRole('dialog').getByLabel('What are you waiting for?')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto('/outbox');
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible();
  await page.getByRole('link', { name: 'Oppdrag' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Siri' })).toBeVisible();
  await device.close();
  await server.start();
});
