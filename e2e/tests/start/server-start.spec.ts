import { expect, test, useServer } from '../../fixtures/story.ts';

const server = useServer({ database: 'embedded' });

test('the server starts with a database of its own, answers, and serves the app', async ({
  page,
  request,
}) => {
  const health = await request.get('/api/health');
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'ok' });
  await page.goto('/');
  await expect(page.locator('body')).toBeVisible();
  await expect(page).toHaveTitle(/Oppdrag/);
});

test('a server killed by SIGKILL starts again on the same data and port', async ({ page, request }) => {
  await server.kill();
  await expect(request.get('/api/health')).rejects.toThrow('ECONNREFUSED');
  await server.start();
  expect(server.output()).toContain('took over the PostgreSQL');
  expect((await request.get('/api/health')).status()).toBe(200);
  await page.goto('/');
  await expect(page).toHaveTitle(/Oppdrag/);
});

test('a server stopped by SIGTERM ends cleanly, its database too, and starts again', async ({ request }) => {
  await server.stop();
  expect(server.output()).toContain('PostgreSQL stopped');
  await server.start();
  expect((await request.get('/api/health')).status()).toBe(200);
});
