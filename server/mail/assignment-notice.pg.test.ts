import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { startTestJobs } from '#server/testing/test-jobs.ts';
import { aTask, dahl, sagvik } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

let application: TestApp;
let work: Awaited<ReturnType<typeof startTestJobs>>;

beforeAll(async () => {
  application = await startTestApp();
  work = await startTestJobs(application);
});
afterAll(async () => {
  await work.stop();
  await application.close();
});

async function command(
  type: string,
  taskId: string,
  executors: { kind: string; id: string }[],
): Promise<number> {
  const body = { type, id: uuid(), taskId, madeAt: application.deps.clock(), executors };
  return (await application.request('magnus', 'POST', '/api/commands', body)).status;
}

test('assigning mails every contact of the firm, reassigning only the new ones, and a refused command nobody', async () => {
  const task = aTask({ id: uuid(), number: 77, state: 'new', executors: [] });
  await insertTask(application.db, task);
  expect(await command('reassign-task', task.id, [{ kind: 'supplier', id: sagvik.id }])).toBe(409);
  expect(await command('assign-task', task.id, [{ kind: 'supplier', id: sagvik.id }])).toBe(200);
  const mails = await work.sink.waitFor(2, { subject: /^Arbeidsordre 77:/ });
  expect(mails.flatMap((mail) => mail.envelope.to).sort()).toEqual([people.siri.email, people.sondre.email]);

  expect(await command('reassign-task', task.id, [{ kind: 'supplier', id: dahl.id }])).toBe(200);
  const [notice] = await work.sink.waitFor(1, { to: people.ragnar.email });
  expect(notice?.parsed.text).toContain(`http://localhost:3000/tasks/${task.id}`);
  const queued = await withScope(application.db, { kind: 'mail' }, (trx) =>
    trx.selectFrom('mail_outbox').select('person_id').execute(),
  );
  expect(queued.map((mail) => mail.person_id).sort()).toEqual(
    [people.siri.id, people.sondre.id, people.ragnar.id].sort(),
  );
});
