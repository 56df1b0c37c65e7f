import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession } from '#server/auth/lucia-sessions.ts';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes } from '#server/grants/grant-queries.ts';
import { deactivatePerson } from '#server/operator/deactivate-person.ts';
import { lockActor } from '#server/people/actor-queries.ts';
import { insertOwnFile, insertTask } from '#server/testing/insert-task.ts';
import { fileFor, patience, somePhoto, UploadHarness } from '#server/testing/upload-harness.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { aTask, now } from '#shared/testing/builders.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import {
  askeby,
  askebySkole,
  folders,
  nordvag,
  nordvagRadhus,
  sagvikInNordvag,
} from '#shared/testing/places.ts';

const operator = { by: null, channel: 'operator' } as const;
const bytes = somePhoto();
let harness: UploadHarness;

beforeEach(async () => {
  harness = await UploadHarness.start();
});
afterEach(() => harness.close());

function deactivate(person: PersonName, tenantId: Id | null = null) {
  return deactivatePerson(harness.deps, { email: people[person].email, tenantId, ...operator });
}

async function scopesOf(person: PersonName): Promise<string[]> {
  const tenantIds = [askeby.id, nordvag.id];
  const { id: personId } = people[person];
  const scopes = await withScope(harness.app.db, { kind: 'person', personId, tenantIds }, (trx) =>
    listAllowedScopes(trx, personId),
  );
  return scopes.flatMap((scope) => (scope.kind === 'person' ? [] : `${scope.kind} ${scope.id}`)).sort();
}

async function inAskeby<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    return (await query.execute(trx)).rows;
  });
}

function listen(person: PersonName): () => number {
  let pokes = 0;
  harness.deps.pokes.listen({ personId: people[person].id, tenantIds: [], poke: () => (pokes += 1) });
  return () => pokes;
}

test('a supplier’s contact ends in one tenant: task, upload, bytes and sessions there, and keeps the other', async () => {
  const file = fileFor(bytes);
  const task = await harness.task([file]);
  const sagvik = { kind: 'supplier', id: sagvikInNordvag.id, name: sagvikInNordvag.name } as const;
  const abroad = aTask({
    ...{ id: uuid(), number: 77, tenantId: nordvag.id, buildingId: nordvagRadhus.id },
    executors: [sagvik],
    createdBy: people.nils.id,
  });
  await insertTask(harness.app.db, abroad);
  const url = await harness.session('siri', file.id);
  await harness.patch('siri', url, 0, bytes.subarray(0, 1000));
  const [siri, sondre] = [listen('siri'), listen('sondre')];

  expect(await deactivate('siri', askeby.id)).toEqual({ tenantIds: [askeby.id], refusedFiles: 1 });

  expect(await scopesOf('siri')).toEqual([`building ${nordvagRadhus.id}`, `task ${abroad.id}`]);
  expect(await scopesOf('sondre')).toContain(`task ${task.id}`);
  expect(await harness.file(file.id)).toMatchObject({ state: 'refused', refusalCode: 'grant.ended' });
  expect(await harness.incoming()).toBe(0);
  expect((await harness.head('siri', url)).status).toBe(401);
  const history = await inAskeby(sql<{ person_id: Id; ended_by: string | null }>`
    select person_id, ended_by from grant_history where task_id = ${task.id} order by person_id`);
  expect(history).toEqual([
    { person_id: people.siri.id, ended_by: 'deactivated' },
    { person_id: people.sondre.id, ended_by: null },
  ]);
  const elsewhere = await withScope(harness.app.db, { kind: 'tenant', tenantId: nordvag.id }, (trx) =>
    trx.selectFrom('grant_history').select('ended_by').where('task_id', '=', abroad.id).execute(),
  );
  expect(elsewhere).toEqual([{ ended_by: null }, { ended_by: null }]);
  const audit = await inAskeby(sql`select channel, action, person_id, subject_id, facts from audit`);
  expect(audit).toEqual([
    {
      channel: 'operator',
      action: 'person-deactivated',
      person_id: null,
      subject_id: people.siri.id,
      facts: { refusedFiles: 1 },
    },
  ]);
  await expect.poll(siri, patience).toBe(1);
  await expect.poll(sondre, patience).toBe(1);
});

test('what a refused file had reserved of the quota is given back', async () => {
  const task = await harness.task([]);
  const declare = {
    ...{ type: 'declare-file', id: uuid(), madeAt: now, taskId: task.id, fileId: uuid() },
    ...{ purpose: 'task-attachment', folderId: null, checklistId: null, questionId: null },
    ...{ name: 'tavle.jpg', size: 5000, sha256: 'ab'.repeat(32) },
  };
  expect((await harness.post('siri', '/api/commands', declare)).status).toBe(200);
  expect(await harness.reserved()).toBe(5000);
  await deactivate('siri');
  expect(await harness.reserved()).toBe(0);
});

test('an ad hoc user uploads to the archive without a task until deactivated, and not a byte after', async () => {
  const file = fileFor(bytes, {
    ...{ purpose: 'archive', folderId: folders.fire, declaredBy: people.arne.id },
    ...{ declaredByName: people.arne.name, partyId: people.arne.id },
  });
  await insertOwnFile(harness.app.db, file);
  const archive = `/api/archive/${askebySkole.id}`;
  expect((await harness.send('arne', 'GET', archive))?.status).toBe(200);
  const url = await harness.session('arne', file.id);
  expect((await harness.patch('arne', url, 0, bytes.subarray(0, 1000)))?.status).toBe(204);

  expect(await deactivate('arne')).toEqual({ tenantIds: [askeby.id], refusedFiles: 1 });

  expect((await harness.patch('arne', url, 1000, bytes.subarray(1000)))?.status).toBe(401);
  expect(await harness.incoming()).toBe(0);
  expect(await scopesOf('arne')).toEqual([]);
  const [history] = await inAskeby(sql`select ended_by, iso(ended_at) as ended_at from grant_history
    where person_id = ${people.arne.id} and task_id is null`);
  expect(history).toEqual({ ended_by: 'deactivated', ended_at: now });

  // Signed in again they are somebody, but nobody here.
  const { token } = await withScope(harness.app.db, { kind: 'sign-in' }, (trx) =>
    startSession(trx, { ...actorOf('arne'), memberships: [] }, { replacing: undefined, label: null, now }),
  );
  const headers = { Cookie: `oppdrag=${token}` };
  expect((await harness.send(null, 'GET', '/api/auth/me', { headers }))?.status).toBe(200);
  expect((await harness.send(null, 'GET', archive, { headers }))?.status).toBe(404);
});

test('the last administrator of a tenant stays, and of two that go at once one stays', async () => {
  await expect(deactivate('astrid')).rejects.toThrow('This is the last administrator');
  expect((await harness.send('astrid', 'GET', '/api/auth/me'))?.status).toBe(200);
  await withScope(harness.app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    sql`update memberships set roles = '{manager,administrator}' where person_id = ${people.magnus.id}`.execute(
      trx,
    ),
  );
  const results = await Promise.allSettled([deactivate('astrid'), deactivate('magnus')]);
  expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  const left = await inAskeby(
    sql`select person_id from memberships where active and 'administrator' = any(roles)`,
  );
  expect(left).toHaveLength(1);
});

test('who is unknown, or was ended already, has nothing to end', async () => {
  await expect(deactivate('stig')).rejects.toThrow('stig@strand.example has nothing to end there.');
  await deactivate('ragnar');
  await expect(deactivate('ragnar')).rejects.toThrow('has nothing to end there.');
  await expect(deactivate('siri', uuid())).rejects.toThrow('has nothing to end there.');
});

test('a deactivation waits for what the person is writing, and what the person writes next is refused', async () => {
  const task = await harness.task([]);
  const { id: personId } = people.siri;
  const scope = { kind: 'person', personId, tenantIds: [askeby.id, nordvag.id] } as const;
  let over = false;
  const ended = await withScope(harness.app.db, scope, async (trx) => {
    await lockActor(trx, personId);
    const ending = deactivate('siri').then(() => (over = true));
    await new Promise((later) => setTimeout(later, 300));
    expect(over).toBe(false);
    return { ending };
  });
  await ended.ending;
  const actor = await withScope(harness.app.db, scope, (trx) => lockActor(trx, personId));
  expect(actor).toMatchObject({ memberships: [], engagements: [] });
  expect(await scopesOf('siri')).not.toContain(`task ${task.id}`);
});
