import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { connectOwner } from '#server/db/connect.ts';
import { createJobWorkers } from '#server/job-workers.ts';
import { createLog } from '#server/log.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { createTestBrowser } from '#server/testing/test-browser.ts';
import { giveTestPasswords, testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('no line of the log, at its most talkative, holds a secret, a name, an address or a text of a person', async () => {
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line));
  const deps = { ...app.deps, log };
  await giveTestPasswords(deps, 'siri');
  const file = aFile({ state: 'available', name: 'hemmelig-plan.jpg' });
  await insertTask(app.db, aTask({ state: 'in-progress', files: [file], title: 'Hemmelig oppdrag' }));
  const owner = connectOwner(app.deps.environment.databaseUrl ?? '', { max: 1 });
  await owner.unsafe('alter table comments add check (length(text) < 40)');
  await owner.end();

  const browser = createTestBrowser(createApp(deps));
  const signIn = (email: string, password: string) => browser.post('/api/auth/sign-in', { email, password });
  expect((await signIn(people.siri.email, 'feil passord 123')).status).toBe(401);
  expect((await signIn('ukjent@eksempel.example', testPassword)).status).toBe(401);
  expect((await signIn(people.siri.email, testPassword)).status).toBe(200);
  await browser.post('/api/auth/forgot', { email: people.siri.email });
  await browser.post('/api/auth/password', { token: 'a'.repeat(43), password: testPassword });
  await browser.get('/api/tasks?search=hemmelig');
  await browser.get(`/api/nothing/${people.siri.email}?name=hemmelig`);
  const comment = { ...aCommand('add-comment', { text: 'hemmelig beskjed' }), id: uuid() };
  expect((await browser.post('/api/commands', comment)).status).toBe(200);
  const broken = { ...comment, id: uuid(), text: 'hemmelig beskjed som er altfor lang til å lagres' };
  expect((await browser.post('/api/commands', broken)).status).toBe(500);
  await browser.post('/api/commands', '{"text":"hemmelig');
  const answer = await browser.post(`/api/files/${ids.photo}/ticket`);
  const { url } = (await answer.json()) as { url: string };
  // Its bytes are missing: a fault of ours, told with where.
  expect((await browser.get(url)).status).toBe(500);
  const workers = createJobWorkers({ ...deps, publicUrl: 'http://localhost', mailer: null });
  const worker = must(
    workers.find((one) => one.queue === 'password-mail'),
    'worker',
  );
  if (worker.queue === 'password-mail') await worker.run({ email: people.siri.email });
  const tokens = [...browser.cookies.values()];
  expect(tokens).toHaveLength(2);
  await browser.post('/api/auth/sign-out');

  const text = lines.join('\n');
  expect(lines.length).toBeGreaterThan(10);
  const secrets = [testPassword, 'feil passord', 'a'.repeat(43), url.slice('/api/f/'.length)];
  const personal = [people.siri.email, 'ukjent@', 'Siri', 'Sagvik', 'hemmelig', 'Hemmelig'];
  for (const word of [...secrets, ...personal, ...tokens]) {
    expect(text.includes(word), `the log says ${word}`).toBe(false);
  }
});
