import { v7 as uuid } from 'uuid';
import { aChecklist, aComment, aFile, aRequest } from '#shared/testing/builders.ts';
import { askebySkole } from '#shared/testing/places.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { signIn } from '../../fixtures/field.ts';
import { expect, test } from '../../fixtures/story.ts';
import { openSweep, visit } from '../../fixtures/sweep.ts';
import { useWorld } from '../../fixtures/world.ts';

/*
 * Every screen as it stands, in both languages. What opens on them, and what goes wrong: open-in-field.spec.ts and
 * open-in-office.spec.ts.
 */
const { server, world } = useWorld();
// A trace would record every look, which takes longer than looking.
test.use({ trace: 'off' });

let open = '';
let past = '';
let requested = '';
let link = '';

test.beforeAll(async () => {
  const fresh = () => ({
    comments: [aComment({ id: uuid() })],
    files: [aFile({ id: uuid() })],
    checklists: [aChecklist({ id: uuid(), deliveredAt: null })],
  });
  const place = { buildingId: askebySkole.id };
  open = (await world.giveTask({ ...place, ...fresh(), title: 'Kontroll av nødlys', deadline: '2026-11-20' }))
    .id;
  past = (await world.giveTask({ ...place, ...fresh(), title: 'Bytte pakning', state: 'in-progress' })).id;
  requested = (
    await world.giveTask({
      ...place,
      ...fresh(),
      title: 'Male dør',
      state: 'cancelled',
      reopeningRequests: [aRequest({ id: uuid() })],
    })
  ).id;
  link = await world.givePasswordLink('ragnar');
});

type Screen = readonly [name: string, path: () => string];

const screensOf: Record<'nobody' | 'siri' | 'magnus', readonly Screen[]> = {
  nobody: [
    ['sign-in', () => '/sign-in'],
    ['forgot password', () => '/forgot-password'],
    ['new password', () => `/password/${link}`],
    ['a dead link', () => '/password/abc'],
  ],
  siri: [
    ['home', () => '/'],
    ['my tasks', () => '/tasks'],
    ['a task', () => `/tasks/${open}`],
    ['a task that is gone', () => `/tasks/${uuid()}`],
    ['archives', () => '/archive'],
    ['an archive', () => `/archive/${askebySkole.id}`],
    ['a folder', () => `/archive/${askebySkole.id}?folder=${askebySkole.folders[0]?.id ?? ''}`],
    ['outbox', () => '/outbox'],
    ['needs attention', () => '/attention'],
  ],
  magnus: [
    ['the office list', () => '/office/tasks'],
    ['a task in the office', () => `/office/tasks/${past}`],
    ['a request in the office', () => `/office/tasks/${requested}`],
    ['a new task', () => '/office/tasks/new'],
    ['archives in the office', () => '/office/archive'],
    ['an archive in the office', () => `/office/archive/${askebySkole.id}`],
  ],
};

for (const language of ['nb', 'en'] as const) {
  test(`axe finds nothing on any screen, ${language}, light and dark, at every width`, async ({
    browser,
    consoleWatch,
  }) => {
    test.setTimeout(400_000);
    consoleWatch.allowStatus('/api/auth/password-link', 410);
    for (const [who, screens] of Object.entries(screensOf)) {
      const context = await browser.newContext({
        baseURL: server.url,
        locale: 'nb-NO',
        reducedMotion: 'reduce',
      });
      consoleWatch.follow(context);
      const page = await context.newPage();
      if (who !== 'nobody') await signIn(page, who as PersonName);
      else await page.goto('/sign-in');
      const sweep = await openSweep(page, language);
      for (const [name, path] of screens) {
        await visit(page, path());
        await sweep.look(name);
      }
      await context.close();
    }
  });
}

test('on a small phone the header and the steps leave four fifths of the screen to the task', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 740 });
  await signIn(page, 'siri');
  for (const language of ['nb', 'en'] as const) {
    await page.evaluate((chosen) => localStorage.setItem('oppdrag-language', chosen), language);
    await visit(page, `/tasks/${open}`);
    await page.mouse.wheel(0, 400);
    const bar = page.getByRole('group', { name: language === 'nb' ? 'Hva du kan gjøre' : 'What you can do' });
    await expect(bar).toBeVisible();
    const heights = await Promise.all(
      [page.getByRole('banner'), bar].map(async (one) => (await one.boundingBox())?.height ?? 0),
    );
    expect(heights.reduce((sum, height) => sum + height)).toBeLessThanOrEqual(740 / 5);
  }
});
