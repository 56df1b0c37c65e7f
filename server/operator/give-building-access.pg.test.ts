import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { giveBuildingAccess } from '#server/operator/give-building-access.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { asExecutor, aTask, now } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby, askebyBad, askebySkole, nordvagRadhus } from '#shared/testing/places.ts';

const by = { by: people.astrid.id, channel: 'web' } as const;
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

function give(person: PersonName, ...buildingIds: Id[]) {
  const { email } = people[person];
  return giveBuildingAccess(app.deps, { tenantId: askeby.id, email, buildingIds, ...by });
}

async function inAskeby<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return withScope(
    app.db,
    { kind: 'tenant', tenantId: askeby.id },
    async (trx) => (await query.execute(trx)).rows,
  );
}

test('a building given to an ad hoc user is theirs at once, with its tasks, history and who gave it', async () => {
  const task = aTask({
    ...{ id: uuid(), buildingId: askebyBad.id, buildingName: askebyBad.name },
    executors: [asExecutor('arne')],
  });
  await insertTask(app.db, task);
  let pokes = 0;
  app.deps.pokes.listen({ personId: people.arne.id, tenantIds: [], poke: () => (pokes += 1) });

  expect(await give('arne', askebyBad.id, askebySkole.id, askebyBad.id)).toEqual([askebyBad.id]);

  const { id: personId } = people.arne;
  const scopes = await withScope(app.db, { kind: 'person', personId, tenantIds: [askeby.id] }, (trx) =>
    listAllowedScopes(trx, personId),
  );
  expect(scopes.map((scope) => scope.id)).toEqual(
    expect.arrayContaining([task.id, askebyBad.id, askebySkole.id]),
  );
  const history = await inAskeby(sql`select task_id, began_by, iso(began_at) as at from grant_history
    where person_id = ${personId} and building_id = ${askebyBad.id} and ended_at is null order by task_id nulls first`);
  expect(history).toEqual([
    { task_id: null, began_by: 'building-access', at: now },
    { task_id: task.id, began_by: 'building-access', at: now },
  ]);
  expect(
    await inAskeby(sql`select granted_by from building_access
    where person_id = ${personId} and building_id = ${askebyBad.id}`),
  ).toEqual([{ granted_by: people.astrid.id }]);
  expect(await inAskeby(sql`select action, person_id, channel, facts from audit`)).toEqual([
    {
      action: 'building-access-given',
      person_id: people.astrid.id,
      channel: 'web',
      facts: { buildingIds: [askebyBad.id] },
    },
  ]);
  await expect.poll(() => pokes, { timeout: 10_000 }).toBe(1);
});

test('giving what somebody has already changes and notes nothing', async () => {
  expect(await give('arne', askebySkole.id)).toEqual([]);
  expect(await inAskeby(sql`select from audit`)).toEqual([]);
});

test('neither a building of another tenant nor somebody from outside can be named', async () => {
  await expect(give('arne', askebyBad.id, nordvagRadhus.id)).rejects.toThrow(
    `There is no building ${nordvagRadhus.id} in this tenant.`,
  );
  for (const stranger of ['siri', 'nils', 'stig'] as const)
    await expect(give(stranger, askebyBad.id)).rejects.toThrow('is no active member of this tenant.');
  const rows = await inAskeby(sql`select from building_access where building_id = ${askebyBad.id}
    and person_id <> ${people.mette.id}`);
  expect(rows).toEqual([]);
});
