import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, useServer } from '../../fixtures/story.ts';

/*
 * A new version is offered, never forced: it waits beside the page at work, and comes in when it is let in.
 */
const server = useServer();
let front: Server;
let release = 1;

/** Stands before the server and hands out a worker that differs from release to release. */
test.beforeAll(async () => {
  front = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', server.url), { headers: { 'Accept-Encoding': 'identity' } }).then(
      async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        const policy = answer.headers.get('content-security-policy');
        const body = Buffer.from(await answer.arrayBuffer());
        const isWorker = request.url === '/service-worker.js';
        response.writeHead(answer.status, {
          'Content-Type': type,
          'Cache-Control': 'no-cache',
          ...(policy === null ? {} : { 'Content-Security-Policy': policy }),
        });
        response.end(isWorker ? Buffer.concat([body, Buffer.from(`\n// release ${release}`)]) : body);
      },
    );
  });
  await new Promise<void>((ready) => front.listen(0, 'localhost', ready));
});
test.afterAll(() => front.close());

test('a new version waits until it is let in, and then runs the page', async ({ browser }) => {
  const { port } = front.address() as AddressInfo;
  const context = await browser.newContext({ baseURL: `http://localhost:${port}`, locale: 'nb-NO' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const offer = page.getByRole('complementary', { name: 'Ny versjon' });
  await expect(offer).toHaveCount(0);
  await page.evaluate(() => Object.assign(globalThis, { before: true }));

  release = 2;
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
