import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { can } from '#shared/access/can.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { isAssigned, taskFacts } from '#shared/tasks/task-context.ts';
import { isOpen, taskStateSchema } from '#shared/tasks/task-state.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';
import { aContext, asExecutor, aTask, dahl, sagvik } from '#shared/testing/builders.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { askeby, askebyBad, askebySkole, nordvag } from '#shared/testing/places.ts';

let app: TestApp;
const tasks: Task[] = [];
const who: PersonName[] = [
  ...(['siri', 'sondre', 'ragnar', 'arne', 'erik', 'unni'] as const),
  ...(['magnus', 'mette', 'astrid', 'nils', 'stig'] as const),
];

beforeAll(async () => {
  app = await startTestApp();
  // An administrator reaches everything by the role alone, whatever the row says of buildings.
  await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx
      .updateTable('memberships')
      .set({ all_buildings: false })
      .where('person_id', '=', people.astrid.id)
      .execute(),
  );
  const executors: Executor[][] = [
    ...[[sagvik], [dahl], [asExecutor('arne')], [asExecutor('erik'), dahl], []],
    ...[[asExecutor('astrid')], [asExecutor('magnus')], [asExecutor('unni')]],
  ];
  let number = 0;
  for (const state of taskStateSchema.options) {
    for (const list of executors) {
      for (const building of [askebySkole, askebyBad]) {
        const nobody = list.length === 0;
        if ((isOpen(state) || state === 'completing') && nobody) continue;
        if (state === 'new' && !nobody) continue;
        number += 1;
        const task = aTask({
          id: uuid(),
          number,
          state,
          executors: list,
          buildingId: building.id,
          files: [],
          comments: [],
          checklists: [],
        });
        tasks.push(task);
        await insertTask(app.db, task);
      }
    }
  }
});
afterAll(() => app.close());

/** The rule over facts, as commands apply it; a Completing task is held as if it were still open. */
function mayHold(name: PersonName, task: Task): boolean {
  const actor = actorOf(name);
  const judged: Task = task.state === 'completing' ? { ...task, state: 'in-progress' } : task;
  const facts = taskFacts(judged, aContext(name));
  return isAssigned(actor, task) && can('work-task', columnsIn(actor, task.tenantId), facts);
}

async function allowed(name: PersonName): Promise<{ tasks: Id[]; buildings: Id[] }> {
  const scope = { kind: 'person', personId: people[name].id, tenantIds: [askeby.id, nordvag.id] } as const;
  const scopes = await withScope(app.db, scope, (trx) => listAllowedScopes(trx, people[name].id));
  const of = (kind: string) => scopes.flatMap((one) => (one.kind === kind ? [one.id] : [])).sort();
  return { tasks: of('task'), buildings: of('building') };
}

test.each(who)('the SQL predicate and the rule agree on every task of %s', async (name) => {
  const expected = tasks.filter((task) => mayHold(name, task));
  const found = await allowed(name);
  expect(found.tasks).toEqual(expected.map((task) => task.id).sort());
  const opened = new Set(expected.filter((task) => isOpen(task.state)).map((task) => task.buildingId));
  if (name === 'arne') opened.add(askebySkole.id);
  expect(found.buildings).toEqual([...opened].sort());
});

test('grant history has exactly the live grants that the predicate derives', async () => {
  const scope = { kind: 'tenant', tenantId: askeby.id } as const;
  const [derived, recorded] = await withScope(app.db, scope, async (trx) => [
    await trx.selectFrom('task_grants').select(['task_id', 'person_id']).where('open', '=', true).execute(),
    await trx
      .selectFrom('grant_history')
      .select(['task_id', 'person_id'])
      .where('ended_at', 'is', null)
      .where('task_id', 'is not', null)
      .execute(),
  ]);
  const key = (row: { task_id: string | null; person_id: string }) => `${row.task_id} ${row.person_id}`;
  expect(recorded?.map(key).sort()).toEqual(derived?.map(key).sort());
  expect(recorded?.length).toBeGreaterThan(10);
});
