import { expect, test } from '@playwright/test';
import { prepareNpmStart } from '../../fixtures/npm-start.ts';
import type { NpmStart } from '../../fixtures/npm-start.ts';
import { operate } from '../../fixtures/operator.ts';

// One data folder for the whole file: every start but the first finds what the earlier ones left.
let npmStart: NpmStart;

// A start may install, build and make the demo world.
test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  npmStart = await prepareNpmStart();
});

test.afterAll(() => npmStart.dispose());

test('npm start prints where to go and as whom, and lets them in there, without any locale', async ({
  request,
}) => {
  const running = await npmStart.start();
  expect(running.printed()).toContain(`This machine  ${npmStart.url}`);
  expect(running.printed()).toContain(`Mailbox       ${npmStart.mailboxUrl}`);
  expect((await request.get(`${npmStart.url}/api/health`)).status()).toBe(200);
  const page = { headers: { Accept: 'text/html' } };
  expect((await request.get(npmStart.mailboxUrl, page)).status()).toBe(200);
  const signIns = [...running.printed().matchAll(/^ {2}(\S+@\S+) {2,}(.+?) {2,}(.+?) {2,}(\S+)$/gm)];
  expect(signIns.length).toBeGreaterThanOrEqual(8);
  for (const [, email, , , password] of signIns) {
    const answer = await request.post(`${npmStart.url}/api/auth/sign-in`, {
      headers: { Origin: npmStart.url },
      data: { email, password },
    });
    expect([email, answer.status()]).toEqual([email, 200]);
  }
  process.kill(running.pids.npm, 'SIGTERM');
  await running.ended();
});

for (const [signal, receiver] of [
  ['SIGTERM', 'npm'],
  ['SIGINT', 'npm'],
  ['SIGTERM', 'server'],
  ['SIGINT', 'the terminal’s whole group'],
] as const)
  test(`${signal} to ${receiver} ends server, database and mailbox within five seconds`, async () => {
    const running = await npmStart.start();
    // npm, the start script, the server, its mailbox, PostgreSQL and its helpers.
    expect(running.all.length).toBeGreaterThanOrEqual(6);
    const began = Date.now();
    const { npm, server } = running.pids;
    process.kill(receiver === 'npm' ? npm : receiver === 'server' ? server : -npm, signal);
    await running.ended();
    expect(Date.now() - began).toBeLessThan(5000);
    expect(running.printed()).toContain(' stopped\n');
    expect(running.printed()).not.toContain(' error ');
  });

test('after SIGKILL of the server the next start takes its living database over, with all its data', async () => {
  const killed = await npmStart.start();
  expect(await makeTenant()).toContain('Made the tenant "Killed and kept"');
  process.kill(killed.pids.server, 'SIGKILL');
  await expect(killed.ended()).rejects.toThrow('outlive');
  const next = await npmStart.start();
  expect(next.printed()).toContain('took over the PostgreSQL');
  expect(next.printed()).toContain('Demo sign-ins');
  expect(await makeTenant()).toContain('There is a tenant called "Killed and kept" already');
  process.kill(next.pids.npm, 'SIGTERM');
  await next.ended();
  expect(await makeTenant()).toContain('There is a tenant called "Killed and kept" already');
});

test('wrong values are told all at once, and nothing starts', async () => {
  const wrong = await prepareNpmStart({ DEMO: 'perhaps', SCANNER: 'clamd' });
  await expect(wrong.start()).rejects.toThrow(
    /npm start ended with 1:[\s\S]*DEMO is "perhaps"; it must be on or off\.\n {2}SCANNER is "clamd"; it must be off/,
  );
  await wrong.dispose();
});

test('a taken port is told in a sentence', async () => {
  const running = await npmStart.start();
  const second = await prepareNpmStart({ PORT: new URL(npmStart.url).port, DEMO: 'off' });
  await expect(second.start()).rejects.toThrow(/Port \d+ is taken by another program\./);
  await second.dispose();
  process.kill(running.pids.npm, 'SIGTERM');
  await running.ended();
});

/** What the operator's command says or complains, beside the running server or without one. */
function makeTenant(): Promise<string> {
  const place = { databaseUrl: null, dataDir: npmStart.dataDir };
  const words = [
    '--name',
    'Killed and kept',
    '--admin-email',
    'eva@kept.example',
    '--admin-name',
    'Eva Dahl',
  ];
  return operate(place, 'create-tenant', ...words).catch((error: Error) => error.message);
}
