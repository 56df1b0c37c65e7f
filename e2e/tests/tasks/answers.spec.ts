import { v7 as uuid } from 'uuid';
import { must } from '#shared/kernel/must.ts';
import { aChecklist } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { becomeReady, signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { useWorld } from '../../fixtures/world.ts';

/* Fingers are faster than a tablet reads: what was answered a moment ago is in the next answer. */
const { server, world } = useWorld();

test('a comment on a question survives the choice that is tapped right after it, and the choice the words typed next', async ({
  openDevice,
}) => {
  const task = await world.giveTask({
    title: 'Kontroll av kjølerom',
    buildingId: askebySkole.id,
    state: 'in-progress',
    checklists: [aChecklist({ id: uuid(), answers: [] })],
  });
  const questions = must(task.checklists[0], 'checklist').questions;
  const [first, second] = [must(questions[0], 'first question'), must(questions[1], 'second question')];
  const device = await openDevice();
  const page = device.page();
  await signIn(page, 'siri');
  await becomeReady(page, task.title);
  await server.stop();

  await page.goto(`/tasks/${task.id}`);
  await page.getByRole('button', { name: /Fyll ut|Fortsett/u }).click();
  const group = (text: string) => page.getByRole('group', { name: text });
  const words = (text: string) => page.getByLabel(`Kommentar til «${text}»`);
  const open = async (at: number) =>
    page.getByRole('button', { name: 'Kommentar', exact: true }).nth(at).click();

  await open(0);
  await words(first.text).fill('Lekker ved pakningen');
  await group(first.text).getByRole('radio', { name: 'Nei' }).check();
  await expect(words(first.text)).toHaveValue('Lekker ved pakningen');

  await open(0);
  await group(second.text).getByRole('radio', { name: 'Ja' }).check();
  await words(second.text).fill('Tett');
  await words(second.text).blur();
  await expect(group(second.text).getByRole('radio', { name: 'Ja' })).toBeChecked();

  await server.start();
  await page.reload();
  await expect
    .poll(async () =>
      (await world.readTask(task.id)).checklists[0]?.answers.map(({ value, comment }) => [value, comment]),
    )
    .toEqual([
      ['no', 'Lekker ved pakningen'],
      ['yes', 'Tett'],
    ]);
});
