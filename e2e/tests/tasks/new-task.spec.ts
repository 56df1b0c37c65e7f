import { askebySkole } from '#shared/testing/places.ts';
import { signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* What the office is told while it writes a task, and what the list of tasks that are over finds. */
const { world } = useWorld();

test('a deadline that has passed is said, what is mended leaves the list of faults, and the new task is announced by name', async ({
  page,
}) => {
  await signIn(page, 'magnus');
  await page.goto('/office/tasks/new');
  await page.getByLabel('Frist').fill('2020-01-01');
  await expect(page.getByText('Denne dagen er passert.')).toBeVisible();
  await page.getByRole('button', { name: 'Opprett', exact: false }).last().click();
  const faults = page.getByRole('group', { name: 'Dette må rettes' });
  await expect(faults).toBeFocused();
  await expect(faults.getByRole('listitem')).toHaveCount(2);
  const title = page.getByLabel('Tittel');
  await title.fill('Bytte pumpe');
  await expect(faults.getByRole('listitem')).toHaveCount(1);
  await expect(title).toBeFocused();
  await page.getByRole('combobox', { name: 'Bygg' }).fill(askebySkole.name);
  await page.getByRole('option', { name: askebySkole.name }).click();
  await expect(faults).toHaveCount(0);
  await page.getByRole('button', { name: 'Opprett', exact: false }).last().click();
  await expect(page.getByRole('heading', { name: 'Bytte pumpe' })).toBeVisible();
  await expect(page.locator('#svelte-announcer')).toContainText('Bytte pumpe – Oppdrag');
});

test('tasks that are over are searched too, by the number on their cards; the page is announced in the language chosen', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const task = await world.giveTask({ title: 'Male vegg', state: 'in-progress' });
  await signIn(page, 'siri');
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('button', { name: 'Sett til utført' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Sett til utført/u })
    .click();
  await expect.poll(async () => (await world.readTask(task.id)).state).toBe('completed');
  await page.goto('/');
  await page.getByRole('link', { name: 'MittBygg' }).click();
  await page.getByRole('tab', { name: /Tidligere/u }).click();
  const over = page.getByRole('link', { name: task.title });
  await expect(over).toBeVisible();
  await expect(page.getByText(`Nr. ${task.number}`)).toBeVisible();
  await page.getByLabel('Søk').fill('finnes ikke');
  await expect(over).toHaveCount(0);
  await page.getByLabel('Søk').fill(`vegg ${task.number}`);
  await expect(over).toBeVisible();
  await expect(page).toHaveURL(/tab=past&q=vegg/u);

  await expect(page.locator('#svelte-announcer')).toContainText('MittBygg – Oppdrag');
  await page.getByRole('link', { name: 'Oppdrag, hjem' }).click();
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.locator('#svelte-announcer')).toContainText('Home – Oppdrag');
});
