import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner } from '#server/db/connect.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser } from '#server/testing/test-browser.ts';
import { giveTestPasswords, testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { problemSchema } from '#shared/kernel/problem.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

let application: TestApp;
let cookie: string;

beforeAll(async () => {
  application = await startTestApp();
  await giveTestPasswords(application.deps, 'siri');
  await insertTask(application.db, aTask());
  const browser = createTestBrowser(application.app);
  await browser.post('/api/auth/sign-in', { email: people.siri.email, password: testPassword });
  cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
});
afterAll(() => application.close());

/** Every route of the application as an address one can ask for; middlewares left out. */
function listRoutes(methods: readonly string[]): { method: string; path: string }[] {
  const routes = application.app.routes.filter((route) => route.path !== '/*' && route.path !== '/api/*');
  const addresses = routes.flatMap((route) =>
    (route.method === 'ALL' ? methods : [route.method])
      .filter((method) => methods.includes(method))
      .map((method) => `${method} ${route.path.replace(/:\w+(\{[^}]*\})?/g, ids.task).replace('/*', '')}`),
  );
  return [...new Set(addresses)].map((address) => {
    const [method = '', path = ''] = address.split(' ');
    return { method, path };
  });
}

/** A fingerprint of all rows of all tables, but for when a session was last used. */
async function fingerprint(): Promise<string> {
  const owner = connectOwner(must(application.deps.environment.databaseUrl, 'address'), { max: 1 });
  try {
    const tables = await owner<{ name: string }[]>`
      select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'sessions' order by relname`;
    const prints: string[] = [];
    for (const { name } of tables) {
      await owner`alter table ${owner(name)} no force row level security`;
      const [row] = await owner<{ print: string | null }[]>`
        select md5(string_agg(t::text, '' order by t::text)) as print from ${owner(name)} t`;
      await owner`alter table ${owner(name)} force row level security`;
      prints.push(`${name} ${row?.print ?? ''}`);
    }
    return prints.join('\n');
  } finally {
    await owner.end();
  }
}

const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/offset+octet-stream',
];

const origins: readonly Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  {},
];

test('no route of the application takes an unsafe request from elsewhere, whatever it carries, and nothing changes', async () => {
  const before = await fingerprint();
  const routes = listRoutes(['POST', 'PUT', 'PATCH', 'DELETE']);
  expect(routes.length).toBeGreaterThan(8);
  for (const { method, path } of routes)
    for (const headers of origins)
      for (const type of contentTypes) {
        const response = await application.app.request(`http://localhost${path}`, {
          method,
          headers: { ...headers, Cookie: cookie, 'Content-Type': type },
          body: '{}',
        });
        expect(response.status, `${method} ${path} ${JSON.stringify(headers)} ${type}`).toBe(403);
        expect(problemSchema.parse(await response.json()).code).toBe('request.cross-site');
        expect(response.headers.getSetCookie()).toEqual([]);
      }
  expect(await fingerprint()).toBe(before);
});

test('no GET or HEAD of any route changes a row', async () => {
  const before = await fingerprint();
  const routes = listRoutes(['GET']);
  expect(routes.length).toBeGreaterThan(4);
  for (const { path } of routes)
    for (const method of ['GET', 'HEAD']) {
      const response = await application.app.request(`http://localhost${path}`, {
        method,
        headers: { Cookie: cookie },
      });
      expect(response.status, `${method} ${path}`).toBeLessThan(500);
      await response.body?.cancel();
    }
  const { rows } = await sql`select 1 from pgboss.job`.execute(application.db);
  expect(rows).toEqual([]);
  expect(await fingerprint()).toBe(before);
});
