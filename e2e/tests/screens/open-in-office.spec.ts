import type { Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { aFile, aRequest } from '#shared/testing/builders.ts';
import { askebySkole, folders } from '#shared/testing/places.ts';
import { signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { closeAll, openSweep, visit, type Language } from '../../fixtures/sweep.ts';
import { useWorld } from '../../fixtures/world.ts';

/* What opens on the screens of the office, and what goes wrong there: as open-in-field.spec.ts. */
const { server, world } = useWorld();
const place = { buildingId: askebySkole.id };
const archive = `/office/archive/${askebySkole.id}`;

// Nothing moves, and no trace: it would record every look, which takes longer than looking.
test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: 'off' });

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
/** The doing button of the dialog that is open. */
const go = (page: Page) => page.getByRole('dialog').getByRole('button').last().click();

for (const language of ['nb', 'en'] as const satisfies Language[]) {
  const say = (nb: string, en: string) => (language === 'nb' ? nb : en);

  test(`axe finds nothing in what opens on the office's tasks, ${language}`, async ({
    page,
    consoleWatch,
  }) => {
    test.setTimeout(400_000);
    consoleWatch.allowStatus('/api/', 404);
    const sending = await world.giveTask({
      ...place,
      title: `Bytte filter ${language}`,
      state: 'in-progress',
      files: [aFile({ id: uuid() })],
    });
    const fresh = await world.giveTask({ ...place, title: `Male port ${language}`, state: 'new' });
    const done = await world.giveTask({ ...place, title: `Stille dør ${language}`, state: 'completed' });
    await world.giveTask({
      ...place,
      title: `Tette tak ${language}`,
      state: 'cancelled',
      reopeningRequests: [aRequest({ id: uuid() })],
    });
    await signIn(page, 'magnus');
    const sweep = await openSweep(page, language);

    await visit(page, '/office/tasks');
    await press(page, say('Meny', 'Menu'));
    await sweep.lookOver('the menu of staff');
    await closeAll(page);
    await page.keyboard.press('?');
    await sweep.lookOver('the keys');
    await closeAll(page);
    for (const query of ['show=waiting', 'search=zzz']) {
      await visit(page, `/office/tasks?${query}`);
      await sweep.look(`the office list, ${query}`);
    }
    await visit(page, `/office/tasks/${uuid()}`);
    await sweep.look('a task that is missing');

    await visit(page, `/office/tasks/${sending.id}`);
    for (const name of [say('Sett til utført', 'Complete'), say('Avlys', 'Cancel task')]) {
      await press(page, name);
      await sweep.lookOver(`the guard: ${name}`);
      await closeAll(page);
    }
    await press(page, say('Tildel på nytt', 'Reassign'));
    await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
    await go(page);
    await sweep.lookOver('reassigning to the same');
    await closeAll(page);
    await page.getByRole('tab').last().click();
    await sweep.look('the internal thread');
    await visit(page, `/office/tasks/${fresh.id}`);
    await press(page, say('Tildel', 'Assign'));
    await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
    await go(page);
    await sweep.lookOver('assigning to nobody');
    await closeAll(page);
    await visit(page, `/office/tasks/${done.id}`);
    await press(page, say('Returner', 'Return'));
    await go(page);
    await sweep.lookOver('returning without a reason');
    await closeAll(page);

    await visit(page, '/office/tasks/new');
    await page.locator('form button[type=submit]').click();
    await sweep.look('a new task with empty fields');
    await page.locator('#buildingId').fill('sko');
    await sweep.look('a new task whose building is looked for');
  });

  test(`axe finds nothing in what opens on the office's archive, nor without contact, ${language}`, async ({
    page,
    consoleWatch,
  }) => {
    test.setTimeout(400_000);
    consoleWatch.allowStatus('/api/', 404);
    // No pictures: a story's file has no bytes to be previewed.
    const inArchive = (name: string) =>
      aFile({
        ...{ id: uuid(), name, purpose: 'archive', folderId: folders.fire },
        ...{ state: 'available', type: 'application/pdf' },
      });
    const task = await world.giveTask({
      ...place,
      title: `Kontroll ${language}`,
      state: 'in-progress',
      files: [inArchive(`rapport-${language}.pdf`), inArchive(`plan-${language}.pdf`)],
    });
    await signIn(page, 'magnus');
    const sweep = await openSweep(page, language);

    await visit(page, archive);
    const menus = page.getByRole('button', { name: say('Handlinger for', 'Actions for') });
    await sweep.lookOver('the menu of a file', () => menus.first().click());
    await closeAll(page);
    await sweep.lookOver('the menu of a file by right click', () =>
      page.locator('[data-menu-surface]').first().click({ button: 'right' }),
    );
    await page.getByRole('menuitem', { name: say('Avvis', 'Reject') }).click();
    await go(page);
    await sweep.lookOver('rejecting without a reason');
    await closeAll(page);
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.getByRole('checkbox').nth(1).check();
    await sweep.look('files that are selected');
    await visit(page, `${archive}?file=${task.files[0]?.id ?? ''}`);
    await sweep.look('a file that is open');
    await visit(page, `${archive}?show=rejected`);
    await sweep.look('an archive without a hit');
    await visit(page, `/office/archive/${uuid()}`);
    await sweep.look('an archive that is missing');

    await visit(page, `/office/tasks/${task.id}`);
    await server.stop();
    await page.locator('form textarea').first().fill('Når kommer dere?');
    await page.locator('form button[type=submit]').first().click();
    await expect(page.getByRole('alert')).toBeVisible();
    await sweep.look('a comment that was not sent, without contact');
    await server.start();
  });

  test(`axe finds nothing where the office is not for somebody, ${language}`, async ({
    page,
    consoleWatch,
  }) => {
    test.setTimeout(120_000);
    consoleWatch.allowStatus('/api/', 403);
    await signIn(page, 'unni');
    const sweep = await openSweep(page, language);
    for (const path of ['/office/tasks', '/office/tasks/new']) {
      await visit(page, path);
      await sweep.look(`${path} of a user`);
    }
  });
}
