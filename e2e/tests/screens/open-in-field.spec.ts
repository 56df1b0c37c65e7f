import type { Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { aChecklist, aComment } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import type { Task } from '#shared/tasks/task.ts';
import { takePhoto } from '../../fixtures/camera.ts';
import { becomeReady, pick, signIn } from '../../fixtures/field.ts';
import { completeAtDesk } from '../../fixtures/office.ts';
import { expect, test } from '../../fixtures/story.ts';
import { closeAll, openSweep, visit, type Language } from '../../fixtures/sweep.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * What opens on the screens of the field, and what goes wrong there: menus, dialogs, faults, no network, work that was
 * refused. Each is opened once for a language, menus once for a width.
 */
const { server, world } = useWorld();
const place = { buildingId: askebySkole.id };
const checklist = () => aChecklist({ id: uuid(), deliveredAt: null });

// Nothing moves, and no trace: it would record every look, which takes longer than looking.
test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: 'off' });

/** The one button of this name; the names are those of the language. */
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

for (const language of ['nb', 'en'] as const satisfies Language[]) {
  const say = (nb: string, en: string) => (language === 'nb' ? nb : en);

  test(`axe finds nothing where signing in goes wrong, ${language}`, async ({ page, consoleWatch }) => {
    test.setTimeout(240_000);
    consoleWatch.allowStatus('/api/auth/', 401);
    consoleWatch.allowStatus('/api/auth/', 422);
    await page.goto('/sign-in');
    const sweep = await openSweep(page, language);
    const submit = () => page.locator('form button[type=submit]').click();

    await visit(page, '/sign-in');
    await press(page, say('Meny', 'Menu'));
    await sweep.lookOver('the menu of nobody');
    await closeAll(page);
    await submit();
    await sweep.look('signing in with empty fields');
    await page.locator('#email').fill('siri@sagvik-elektro.example');
    await page.locator('#password').fill('not the password');
    await submit();
    await expect(page.getByRole('alert')).toBeVisible();
    await sweep.look('a wrong password');
    await visit(page, '/forgot-password');
    await submit();
    await sweep.look('asking for a code without an address');
    await page.locator('#email').fill('siri@sagvik-elektro.example');
    await submit();
    await expect(page.locator('#code')).toBeVisible();
    await submit();
    await sweep.look('a new password with empty fields');
    await visit(page, '/reset-app');
    await sweep.look('setting the app up afresh');
  });

  test(`axe finds nothing in what opens on a task and in an archive, ${language}`, async ({
    page,
    consoleWatch,
  }) => {
    test.setTimeout(400_000);
    await page.addInitScript(() => Object.defineProperty(navigator, 'standalone', { value: false }));
    const filled = checklist();
    const started = { ...place, state: 'in-progress' } as const;
    const blank = await world.giveTask({
      ...started,
      title: `Kontroll av brannalarm ${language}`,
      comments: [aComment({ id: uuid() })],
      checklists: [{ ...filled, id: uuid(), answers: [] }],
    });
    const answered = await world.giveTask({
      ...started,
      title: `Årskontroll ${language}`,
      checklists: [filled],
    });
    const simple = await world.giveTask({ ...started, title: `Bytte lysrør ${language}` });
    const fresh = await world.giveTask({ ...place, title: `Se på port ${language}` });
    consoleWatch.allowStatus('/api/', 404);
    await signIn(page, 'siri');
    const sweep = await openSweep(page, language);

    await visit(page, '/');
    await press(page, say('Meny', 'Menu'));
    await sweep.lookOver('the menu');
    await press(page, say('Installer på enheten', 'Install on this device'));
    await sweep.lookOver('how to install on an iPad');
    await closeAll(page);
    await visit(page, '/tasks?q=zzz');
    await sweep.look('a search without hits');
    await visit(page, '/no-such-page');
    await sweep.look('a page that is missing');

    await visit(page, `/tasks/${blank.id}`);
    await sweep.lookOver('the menu of a task', () =>
      press(page, say('Meny for oppgaven', 'Menu of the task')),
    );
    await closeAll(page);
    await press(page, say('Sett til utført', 'Complete'));
    await sweep.lookOver('completing before the checklist is delivered');
    await closeAll(page);
    await press(page, say('Fyll ut', 'Fill in'));
    await press(page, say('Lever sjekklisten', 'Deliver the checklist'));
    await press(page, say('Legg til', 'Add'));
    await sweep.look('a checklist that lacks answers, and an empty comment');
    await press(page, say('Sett på vent', 'Put on hold'));
    await page.locator('dialog[open] button[type=submit]').click();
    await sweep.lookOver('putting a task on hold without a reason');
    await closeAll(page);

    await visit(page, `/tasks/${fresh.id}`);
    const more = say('Flere valg', 'More choices');
    await sweep.lookOver('the other steps', () => press(page, more));
    await page.getByRole('menuitem', { name: say('Avslå', 'Decline') }).click();
    await sweep.lookOver('declining a task');
    await closeAll(page);

    await visit(page, `/tasks/${answered.id}`);
    await press(page, say('Fortsett', 'Continue'));
    await press(page, say('Lever sjekklisten', 'Deliver the checklist'));
    await sweep.lookOver('delivering a checklist');
    await closeAll(page);
    await visit(page, `/tasks/${simple.id}`);
    await press(page, say('Sett til utført', 'Complete'));
    await sweep.lookOver('completing a task');
    await closeAll(page);

    await visit(page, `/archive/${askebySkole.id}`);
    const folder = page.locator('li[data-folder]').first();
    await sweep.lookOver('the menu of a folder', () => folder.getByRole('button').click());
    await closeAll(page);
    await sweep.lookOver('the menu of a folder by right click', () => folder.click({ button: 'right' }));
    await closeAll(page);
    await sweep.lookOver('the menu of a folder by a long press', () => pressLong(page));
    await page.getByRole('menuitem', { name: say('Detaljer', 'Details') }).click();
    await sweep.lookOver('the details of a folder');
    await closeAll(page);
    await folder.getByRole('link').click();
    await pick(page, 'file', takePhoto('plan.jpg', 7));
    await sweep.lookOver('which task a file belongs to');
    await page.getByRole('dialog').getByRole('button').last().click();
    await sweep.lookOver('which task a file belongs to, unanswered');
    await page.getByRole('dialog').getByText(new RegExp(simple.title, 'u')).click();
    await page.getByRole('dialog').getByRole('button').last().click();
    const row = page.locator('li[data-file]').first();
    await sweep.lookOver('the menu of a file in the archive', () =>
      row
        .getByRole('button', { name: /plan\.jpg/u })
        .last()
        .click(),
    );
    await page.getByRole('menuitem', { name: say('Detaljer', 'Details') }).click();
    await sweep.lookOver('the details of a file');
  });

  test(`axe finds nothing without network, nor where work was refused, ${language}`, async ({
    page,
    consoleWatch,
    openDesk,
  }) => {
    test.setTimeout(400_000);
    for (const status of [401, 403, 409, 410]) consoleWatch.allowStatus('/api/', status);
    const closing = await world.giveTask({ ...place, title: `Bytte brannslange ${language}` });
    const idle = await world.giveTask({ ...place, title: `Smøre hengsler ${language}` });
    // Where refused files may go instead: with one such task it would be a button, with none nothing.
    for (const more of ['Bytte pakning', 'Rense sluk']) {
      await world.giveTask({ ...place, title: `${more} ${language}` });
    }
    await signIn(page, 'siri');
    const sweep = await openSweep(page, language);
    await becomeReady(page, closing.title);
    await server.stop();

    await visit(page, `/tasks/${closing.id}`);
    await pick(page, 'album', takePhoto('slange.jpg', 11), takePhoto('kobling.jpg', 12));
    const kept = page.locator('li[data-file]');
    await expect(kept).toHaveCount(2);
    await page.locator('form textarea').fill('Slangen er sprukket ved koblingen.');
    await press(page, say('Legg til', 'Add'));
    await expect(page.getByText('Slangen er sprukket')).toBeVisible();
    await sweep.look('a task with work on the device');
    await sweep.lookOver('the menu of a file on the device', () => kept.first().getByRole('button').click());
    await page.getByRole('menuitem').last().click();
    await sweep.lookOver('taking a file back');
    await closeAll(page);
    for (const path of ['/', '/tasks', '/outbox', `/archive/${askebySkole.id}`]) {
      await visit(page, path);
      await sweep.look(`${path} without network`);
    }
    await visit(page, '/outbox');
    const line = page.locator('li[data-item]').first();
    await sweep.lookOver('the menu of a thing in the outbox', () => line.getByRole('button').click());
    await closeAll(page);
    await press(page, say('Meny', 'Menu'));
    await press(page, say('Logg ut', 'Sign out'));
    await expect(page.getByRole('button', { name: say('Forkast …', 'Discard …') })).toBeVisible();
    await sweep.lookOver('signing out with work on the device');
    await press(page, say('Forkast …', 'Discard …'));
    await sweep.lookOver('discarding the work');
    await closeAll(page);

    await page.goto('about:blank');
    await server.start();
    await closeAtDesk(await openDesk(), closing, idle);
    await visit(page, '/attention');
    const card = page.locator('main li').filter({ hasText: closing.title }).first();
    await expect(card).toBeVisible();
    await sweep.look('what needs attention');
    await sweep.lookOver('the menu of a refused thing', () =>
      page.locator('li[data-item]').first().getByRole('button').click(),
    );
    await closeAll(page);
    const actions = card.locator('.actions').getByRole('button');
    await sweep.lookOver('more to do with refused work', () => actions.last().click());
    await page.getByRole('menuitem').last().click();
    await sweep.lookOver('discarding refused work');
    await closeAll(page);
    await press(page, say('Legg under en annen oppgave …', 'File under another task …'));
    await page.getByRole('dialog').getByRole('button').last().click();
    await sweep.lookOver('filing under another task, none chosen');
    await closeAll(page);
    for (const path of ['/', '/outbox', '/tasks?tab=past', `/tasks/${closing.id}`, `/tasks/${idle.id}`]) {
      await visit(page, path);
      await sweep.look(`${path.replace(/[\d-]{5}.*/u, '…')} with refused work`);
    }
    await press(page, say('Be om gjenåpning', 'Ask to reopen'));
    await sweep.lookOver('asking to reopen a task that is over');
    await closeAll(page);
    await visit(page, '/attention');
    await press(page, say('Be om gjenåpning', 'Ask to reopen'));
    await sweep.lookOver('asking to reopen');
    await page.getByRole('dialog').getByRole('button').last().click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await sweep.look('a request on its way');

    await page.context().clearCookies();
    await visit(page, '/tasks');
    await expect(page.locator('a[href^="/sign-in?to="]').first()).toBeVisible({ timeout: 30_000 });
    await sweep.look('a session that has ended');
  });
}

/** A finger stays on the first folder until its menu opens. */
async function pressLong(page: Page): Promise<void> {
  const folder = page.locator('li[data-folder]').first();
  const box = await folder.boundingBox();
  const at = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 20 };
  const finger = { pointerType: 'touch', isPrimary: true, bubbles: true, clientX: at.x, clientY: at.y };
  await folder.dispatchEvent('pointerdown', finger);
  await expect(page.getByRole('menu')).toBeVisible();
  await folder.dispatchEvent('pointerup', finger);
}

async function closeAtDesk(desk: Page, ...tasks: Task[]): Promise<void> {
  for (const task of tasks) {
    await completeAtDesk(desk, task.id);
    await expect.poll(async () => (await world.readTask(task.id)).state).toBe('completed');
  }
}
