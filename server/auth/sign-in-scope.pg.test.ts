import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSession } from '#server/auth/lucia-sessions.ts';
import { replacePasswordToken } from '#server/auth/password-token-queries.ts';
import { mintToken } from '#server/auth/session-token.ts';
import { laterBy } from '#server/clock.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { queueAssignmentMail } from '#server/mail/queue-assignment-mail.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { actorOf, people } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

let application: TestApp;

beforeAll(async () => {
  application = await startTestApp();
  const { db } = application;
  const task = aTask();
  await insertTask(db, task);
  await withScope(db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    queueAssignmentMail(trx, { tenantId: askeby.id, taskId: task.id, personId: people.siri.id, now }),
  );
  await withScope(db, { kind: 'sign-in' }, async (trx) => {
    for (const name of ['siri', 'ragnar'] as const) {
      const personId = people[name].id;
      await startSession(trx, actorOf(name), { replacing: undefined, label: null, now });
      const secret = { token: mintToken(), codeHash: 'hash', expiresAt: laterBy(now, 1000), now };
      await replacePasswordToken(trx, { personId, ...secret });
    }
  });
});
afterAll(() => application.close());

/** How many rows of each table with row level security the scope shows, empty ones left out. */
async function countRows(scope: DbScope): Promise<Record<string, number>> {
  return withScope(application.db, scope, async (trx) => {
    const { rows: tables } = await sql<{ table: string }>`
      select relname as table from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace
      order by relname`.execute(trx);
    const counts: Record<string, number> = {};
    for (const { table } of tables) {
      const { rows } = await sql<{
        count: number;
      }>`select count(*)::int as count from ${sql.table(table)}`.execute(trx);
      const count = rows[0]?.count ?? 0;
      if (count > 0) counts[table] = count;
    }
    return counts;
  });
}

test('before anybody is known only identity can be reached: no building, task, file, folder or grant', async () => {
  const seen = await countRows({ kind: 'sign-in' });
  expect(Object.keys(seen)).toEqual([
    'building_access',
    'mail_outbox',
    'memberships',
    'password_tokens',
    'people',
    'sessions',
    'supplier_contacts',
    'suppliers',
    'tenants',
  ]);
  expect(seen).toMatchObject({ sessions: 2, password_tokens: 2, people: Object.keys(people).length });
  const all = await countRows({ kind: 'tenant', tenantId: askeby.id });
  expect(all).toMatchObject({ tasks: 1, assignments: 1 });
});

test('a person’s own transactions see their own sessions, and no link or code of anybody', async () => {
  const scope = { kind: 'person', personId: people.siri.id, tenantIds: [askeby.id] } as const;
  const seen = await countRows(scope);
  expect(seen['sessions']).toBe(1);
  expect(seen).not.toHaveProperty('password_tokens');
});

test('who sends mail sees the outbox and nothing else', async () => {
  expect(await countRows({ kind: 'mail' })).toEqual({ mail_outbox: 1 });
});
