import { startFront, type Front } from '../../fixtures/front.ts';
import { expect, test, useServer } from '../../fixtures/story.ts';

/*
 * A new version is offered, never forced: it waits beside the page at work, and comes in when it is let in.
 */
const server = useServer();
let front: Front;

test.beforeAll(async () => {
  front = await startFront(server.url);
});
test.afterAll(() => front.close());

test('a new version waits until it is let in, and then runs the page', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: front.url, locale: 'nb-NO' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const offer = page.getByRole('complementary', { name: 'Ny versjon' });
  await expect(offer).toHaveCount(0);
  await page.evaluate(() => Object.assign(globalThis, { before: true }));

  front.release();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(offer).toBeVisible();
  const inCharge = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return { waiting: registration?.waiting !== null, reloaded: !('before' in globalThis) };
    });
  expect(await inCharge()).toEqual({ waiting: true, reloaded: false });

  await offer.getByRole('button', { name: 'Oppdater nå' }).click();
  await expect.poll(() => inCharge().catch(() => null)).toEqual({ waiting: false, reloaded: true });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);
  await context.close();
});
