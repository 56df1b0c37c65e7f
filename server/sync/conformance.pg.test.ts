import { sql } from 'kysely';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { listFilesById } from '#server/files/file-queries.ts';
import { insertFormerGrant, insertOwnFile, insertTask } from '#server/testing/insert-task.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { problemSchema } from '#shared/kernel/problem.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { allCases } from '#shared/testing/all-cases.ts';
import { now } from '#shared/testing/builders.ts';
import { runsOn } from '#shared/testing/case-context.ts';
import { checkAnswer, type CaseAnswer, type CommandCase } from '#shared/testing/case.ts';
import { fieldCommandTypes } from '#shared/testing/command-types.ts';
import { freshIds } from '#shared/testing/fresh-ids.ts';
import { actorOf, people } from '#shared/testing/people.ts';
import { tenants } from '#shared/testing/places.ts';

/*
 * The same cases that prove the rules, through HTTP, under locks, on PostgreSQL with row level security on: what the
 * server answers and what its rows say afterwards is what the rule says.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const fieldTypes = new Set<string>(fieldCommandTypes);

async function arrange(aCase: CommandCase): Promise<void> {
  const { task, other, file } = aCase.given;
  app.setNow(aCase.now ?? now);
  if (task !== null) await insertTask(app.db, task);
  if (other !== undefined) await insertTask(app.db, other);
  if (file !== undefined) await insertOwnFile(app.db, file);
  if (aCase.former !== undefined && task !== null) {
    const { personId } = actorOf(aCase.actor);
    const { former: endedBy, endedAt } = aCase;
    await insertFormerGrant(app.db, { personId, partyId: personId, task, endedBy, endedAt });
  }
  for (const { id: tenantId } of tenants) {
    await withScope(app.db, { kind: 'tenant', tenantId }, (trx) =>
      sql`update tenants set quota_bytes = reserved_bytes + ${aCase.quotaLeft ?? 1e12}::bigint`.execute(trx),
    );
  }
}

async function send(aCase: CommandCase): Promise<TaskRefusal | null> {
  const { command, actor } = aCase;
  if (fieldTypes.has(command.type)) {
    const [outcome] = await new SyncClient(app, actor).push(command);
    return outcome?.status === 'refused' ? (outcome.refusal as TaskRefusal) : null;
  }
  const response = await app.request(actor, 'POST', '/api/commands', command);
  if (response.status === 200) return null;
  const text = await response.text();
  const problem = problemSchema.parse(JSON.parse(text));
  if (problem.code !== 'command.refused') throw new Error(text);
  return problem.refusal as TaskRefusal;
}

async function readBack(command: TaskCommand): Promise<Situation> {
  const tenantIds = tenants.map((tenant) => tenant.id);
  return withScope(app.db, { kind: 'person', personId: people.astrid.id, tenantIds }, async (trx) => {
    if (command.taskId !== null) return { task: (await findTask(trx, command.taskId)) ?? null, file: null };
    const [known] = await listFilesById(trx, 'fileId' in command ? [command.fileId] : []);
    return { task: null, file: known?.file ?? null };
  });
}

const cases = allCases.filter((aCase) => runsOn(aCase, 'server'));
const types = [...new Set(cases.map((aCase) => aCase.command.type))];

describe.each(types)('%s on the server', (type) => {
  const own = cases
    .filter((aCase) => aCase.command.type === type)
    .map((aCase) => [aCase.title, aCase] as const);
  test.each(own)('%s', async (title, written) => {
    const aCase = freshIds(written, `${type} ${title}`);
    await arrange(aCase);
    const refusal = await send(aCase);
    const answer: CaseAnswer =
      refusal === null
        ? { outcome: 'applied', next: await readBack(aCase.command) }
        : { outcome: 'refused', refusal };
    checkAnswer(aCase, answer);
  });
});
