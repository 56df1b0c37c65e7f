import { afterEach, beforeEach, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { registerSupplier, type NewSupplier } from '#server/operator/register-supplier.ts';
import { findActor } from '#server/people/actor-queries.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, nordvag } from '#shared/testing/places.ts';

const operator = { by: null, channel: 'operator' } as const;
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const holm: NewSupplier = {
  name: 'Holm Heis AS',
  organisationNumber: '999000444',
  email: 'post@holm-heis.example',
  phone: '+47 400 00 244',
  trades: ['heis'],
  note: null,
  contacts: [{ name: 'Hanne Holm', email: 'hanne@holm-heis.example' }],
};

function register(tenantId: string, change: Partial<NewSupplier> = {}) {
  return registerSupplier(app.db, { tenantId, supplier: { ...holm, ...change }, now, ...operator });
}

function findPeople(email: string) {
  return withScope(app.db, { kind: 'operator' }, (trx) =>
    trx.selectFrom('people').select(['id', 'name', 'password_hash']).where('email', '=', email).execute(),
  );
}

test('a supplier comes with contacts who may act, without a password, seen by nobody else', async () => {
  const { supplierId } = await register(askeby.id);
  const [hanne] = await findPeople('hanne@holm-heis.example');
  expect(hanne).toMatchObject({ name: 'Hanne Holm', password_hash: null });
  const actor = await withScope(app.db, { kind: 'sign-in' }, (trx) => findActor(trx, hanne?.id ?? ''));
  expect(actor).toMatchObject({
    memberships: [],
    engagements: [{ tenantId: askeby.id, supplierId, supplierName: 'Holm Heis AS' }],
  });
  const inTenant = (tenantId: string) =>
    withScope(app.db, { kind: 'tenant', tenantId }, async (trx) => ({
      suppliers: await trx.selectFrom('suppliers').select('trades').where('id', '=', supplierId).execute(),
      audit: await trx.selectFrom('audit').select(['action', 'subject_id', 'person_id']).execute(),
    }));
  expect(await inTenant(askeby.id)).toEqual({
    suppliers: [{ trades: ['heis'] }],
    audit: [{ action: 'supplier-registered', subject_id: supplierId, person_id: null }],
  });
  expect(await inTenant(nordvag.id)).toEqual({ suppliers: [], audit: [] });
});

test('who is known by the e-mail stays the same person, and works for both tenants', async () => {
  await register(askeby.id);
  await register(nordvag.id, { contacts: [{ name: 'H. Holm', email: 'hanne@holm-heis.example' }] });
  await register(askeby.id, {
    ...{ name: 'Strand AS', organisationNumber: null },
    contacts: [{ name: 'Noen', email: people.stig.email }],
  });
  expect(await findPeople('hanne@holm-heis.example')).toMatchObject([{ name: 'Hanne Holm' }]);
  expect(await findPeople(people.stig.email)).toMatchObject([{ id: people.stig.id, name: people.stig.name }]);
});

test('a company is in a tenant’s list once, also when two enter it at the same time', async () => {
  const company = { contacts: [] };
  // Somebody else holds the tenant's row, so that both are there before either goes on.
  const { both } = await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    await trx.selectFrom('tenants').select('id').where('id', '=', askeby.id).forNoKeyUpdate().execute();
    let over = false;
    const started = Promise.allSettled([
      register(askeby.id, company),
      register(askeby.id, { ...company, name: 'Holm' }),
    ]);
    void started.then(() => (over = true));
    await new Promise((later) => setTimeout(later, 300));
    expect(over).toBe(false);
    return { both: started };
  });
  const results = await both;
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatch(/Organisation number 999000444 is in the list already, as "Holm/u);
  const rows = await withScope(app.db, { kind: 'tenant', tenantId: askeby.id }, (trx) =>
    trx.selectFrom('suppliers').select('id').where('organisation_number', '=', '999000444').execute(),
  );
  expect(rows).toHaveLength(1);
});
