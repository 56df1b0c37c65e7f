import type { Transaction } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { findActor, lockActor, tenantIdsOf } from '#server/people/actor-queries.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { actorOf, people, personNames, type PersonName } from '#shared/testing/people.ts';
import { askeby, sagvikInAskeby } from '#shared/testing/places.ts';

let application: TestApp;
beforeAll(async () => {
  application = await startTestApp();
});
afterAll(() => application.close());

type Work<Result> = (trx: Transaction<Database>) => Promise<Result>;
const inSignIn = <Result>(work: Work<Result>) => withScope(application.db, { kind: 'sign-in' }, work);
const find = (name: PersonName) => inSignIn((trx) => findActor(trx, people[name].id));

test.each(personNames)('%s is gathered from rows as the rules know them', async (name) => {
  const sorted = <Each extends { tenantName: string }>(list: readonly Each[]) =>
    [...list].sort((a, b) => a.tenantName.localeCompare(b.tenantName, 'nb'));
  const { memberships, engagements, ...rest } = actorOf(name);
  expect(await find(name)).toEqual({
    ...rest,
    memberships: sorted(memberships),
    engagements: sorted(engagements),
  });
});

test('the same actor is seen from the person’s own scope as from the sign-in', async () => {
  const actor = await find('siri');
  const scope = {
    kind: 'person',
    personId: people.siri.id,
    tenantIds: tenantIdsOf(actorOf('siri')),
  } as const;
  expect(await withScope(application.db, scope, (trx) => lockActor(trx, people.siri.id))).toEqual(actor);
});

/** Runs `check` while `change` holds, then undoes it. */
async function whenever(
  change: Work<unknown>,
  check: () => Promise<void>,
  undo: Work<unknown>,
): Promise<void> {
  await inSignIn(change);
  await check();
  await inSignIn(undo);
}

test('nobody unknown or disabled is an actor', async () => {
  expect(await inSignIn((trx) => findActor(trx, askeby.id))).toBe(null);
  const set = (active: boolean) => (trx: Transaction<Database>) =>
    trx.updateTable('people').set({ active }).where('id', '=', people.erik.id).execute();
  await whenever(set(false), async () => expect(await find('erik')).toBe(null), set(true));
});

test('a membership that ended does not count', async () => {
  const set = (active: boolean) => (trx: Transaction<Database>) =>
    trx.updateTable('memberships').set({ active }).where('person_id', '=', people.erik.id).execute();
  await whenever(set(false), async () => expect((await find('erik'))?.memberships).toEqual([]), set(true));
});

test.each(['active', 'may_act'] as const)(
  'a contact who is not %s does not act for the supplier',
  async (field) => {
    const set = (value: boolean) => (trx: Transaction<Database>) =>
      trx
        .updateTable('supplier_contacts')
        .set({ [field]: value })
        .where('person_id', '=', people.siri.id)
        .where('tenant_id', '=', askeby.id)
        .execute();
    const check = async () => {
      const tenants = (await find('siri'))?.engagements.map((engagement) => engagement.tenantName);
      expect(tenants).toEqual(['Nordvåg kommune']);
    };
    await whenever(set(false), check, set(true));
  },
);

test('a supplier that was deactivated engages nobody', async () => {
  const set = (active: boolean) => (trx: Transaction<Database>) =>
    trx.updateTable('suppliers').set({ active }).where('id', '=', sagvikInAskeby.id).execute();
  const check = async () => expect((await find('siri'))?.engagements).toHaveLength(1);
  await whenever(set(false), check, set(true));
});

test('an administrator reaches every building, whatever is given by name', async () => {
  expect((await find('astrid'))?.memberships[0]?.buildingIds).toBe(null);
  const set = (roles: ('administrator' | 'executor')[]) => (trx: Transaction<Database>) =>
    trx.updateTable('memberships').set({ roles }).where('person_id', '=', people.erik.id).execute();
  const check = async () => expect((await find('erik'))?.memberships[0]?.buildingIds).toBe(null);
  await whenever(set(['executor', 'administrator']), check, set(['executor']));
});

test.each([
  [
    'a membership',
    'erik',
    (trx: Transaction<Database>, active: boolean) =>
      trx.updateTable('memberships').set({ active }).where('person_id', '=', people.erik.id).execute(),
  ],
  [
    'a contact',
    'ragnar',
    (trx: Transaction<Database>, active: boolean) =>
      trx
        .updateTable('supplier_contacts')
        .set({ active })
        .where('person_id', '=', people.ragnar.id)
        .execute(),
  ],
  [
    'a person',
    'erik',
    (trx: Transaction<Database>, active: boolean) =>
      trx.updateTable('people').set({ active }).where('id', '=', people.erik.id).execute(),
  ],
] as const)(
  'ending %s waits for a write that locked the actor, and a later write sees it ended',
  async (_, name, set) => {
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((settle) => (release = settle));
    let locked = () => {};
    const isLocked = new Promise<void>((settle) => (locked = settle));
    const before = await find(name);
    const writing = inSignIn(async (trx) => {
      expect(await lockActor(trx, people[name].id)).toEqual(before);
      locked();
      await held;
      order.push('written');
    });
    await isLocked;
    const ending = inSignIn((trx) => set(trx, false)).then(() => order.push('ended'));
    await new Promise((later) => setTimeout(later, 100));
    expect(order).toEqual([]);
    release();
    await Promise.all([writing, ending]);
    expect(order).toEqual(['written', 'ended']);
    expect(await inSignIn((trx) => lockActor(trx, people[name].id))).not.toEqual(before);
    await inSignIn((trx) => set(trx, true));
  },
);

test('a write that comes while somebody is being ended waits, and sees them ended', async () => {
  let release = () => {};
  const held = new Promise<void>((settle) => (release = settle));
  let begun = () => {};
  const isBegun = new Promise<void>((settle) => (begun = settle));
  const set = (trx: Transaction<Database>, active: boolean) =>
    trx.updateTable('memberships').set({ active }).where('person_id', '=', people.erik.id).execute();
  const ending = inSignIn(async (trx) => {
    await set(trx, false);
    begun();
    await held;
  });
  await isBegun;
  const writing = inSignIn((trx) => lockActor(trx, people.erik.id));
  await new Promise((later) => setTimeout(later, 50));
  release();
  await ending;
  expect((await writing)?.memberships).toEqual([]);
  await inSignIn((trx) => set(trx, true));
});
