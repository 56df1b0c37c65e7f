import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { laterBy } from '#server/clock.ts';
import { withScope } from '#server/db/scope.ts';
import { queueLateFilesMails } from '#server/mail/queue-late-files-mails.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { startTestJobs } from '#server/testing/test-jobs.ts';
import { must } from '#shared/kernel/must.ts';
import { aFile, aTask, now, sagvik } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

const hours = 3_600_000;
let application: TestApp;
let work: Awaited<ReturnType<typeof startTestJobs>>;

beforeAll(async () => {
  application = await startTestApp();
  work = await startTestJobs(application, () => application.deps.clock());
});
afterAll(async () => {
  await work.stop();
  await application.close();
});

async function completing(createdBy: string): Promise<{ id: string; number: number }> {
  const [here, late] = [uuid(), uuid()];
  const task = aTask({
    id: uuid(),
    number: (number += 1),
    state: 'completing',
    createdBy,
    executors: [{ kind: 'supplier', id: sagvik.id, name: sagvik.name }],
    completedAt: now,
    completedByName: people.siri.name,
    expectedFiles: [late],
    files: [
      aFile({ id: here, name: 'kommet.jpg', state: 'available' }),
      aFile({ id: late, name: 'mangler.jpg', state: 'receiving' }),
    ],
  });
  await insertTask(application.db, task);
  return task;
}
let number = 880;

const sweepAt = (ms: number) => queueLateFilesMails({ db: application.db, clock: () => laterBy(now, ms) });

function told(): Promise<string[]> {
  return withScope(application.db, { kind: 'mail' }, async (trx) => {
    const rows = await trx
      .selectFrom('mail_outbox')
      .select('person_id')
      .where('kind', '=', 'late-files')
      .execute();
    return rows.map((row) => row.person_id).sort();
  });
}

test('after 72 h of waiting for files both sides are told once, each with what they can do, and nothing changes', async () => {
  const task = await completing(people.magnus.id);
  await sweepAt(72 * hours - 1);
  expect(await told()).toEqual([]);
  await sweepAt(72 * hours);
  await sweepAt(73 * hours);
  const { siri, sondre, magnus } = people;
  expect(await told()).toEqual([siri.id, sondre.id, magnus.id].sort());

  const subject = new RegExp(`arbeidsordre ${task.number}:`, 'u');
  const mails = await work.sink.waitFor(3, { subject });
  const [field] = await work.sink.waitFor(1, { to: siri.email, subject });
  const [office] = await work.sink.waitFor(1, { to: magnus.email, subject });
  for (const mail of mails) {
    expect(mail.parsed.text).toContain('mangler.jpg');
    expect(mail.parsed.text).not.toContain('kommet.jpg');
  }
  expect(must(field, 'mail').parsed.text).toContain('http://localhost:3000/outbox');
  expect(must(office, 'mail').parsed.text).toContain(`http://localhost:3000/office/tasks/${task.id}`);
  const { state } = await withScope(application.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.selectFrom('tasks').select('state').where('id', '=', task.id).executeTakeFirstOrThrow(),
  );
  expect(state).toBe('completing');
});

test('where whoever ordered it decides nothing any more, the administrators are told', async () => {
  const before = await told();
  await completing(people.erik.id);
  await sweepAt(80 * hours);
  const { siri, sondre, astrid } = people;
  expect(await told()).toEqual([...before, siri.id, sondre.id, astrid.id].sort());
});
