import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTokenOwner, spendCodeTry } from '#server/auth/password-token-queries.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { createTenant } from '#server/operator/create-tenant.ts';
import type { CreatedTenant, NewTenant } from '#server/operator/create-tenant.ts';
import { inviteAdministrator } from '#server/operator/invite-administrator.ts';
import { createTestDatabase } from '#server/testing/test-database.ts';
import type { TestDatabase } from '#server/testing/test-database.ts';

const now = '2026-11-23T08:00:00.000Z';
const operator = { kind: 'operator' } as const;
let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(connectApp(database.url, { max: 2 }));
});

afterAll(async () => {
  await db.destroy();
  await database.close();
});

function create(wanted: Partial<NewTenant>): Promise<CreatedTenant> {
  const standard: NewTenant = {
    name: 'Solvik kommune',
    language: 'nb',
    adminEmail: 'kari@solvik.example',
    adminName: 'Kari Moe',
  };
  return withScope(db, operator, (trx) => createTenant(trx, { ...standard, ...wanted }, now));
}

test('a tenant comes with one administrator of all its buildings, who needs a password', async () => {
  const { tenantId, adminId, needsPassword } = await create({});
  expect(needsPassword).toBe(true);
  const members = await withScope(db, { kind: 'tenant', tenantId }, (trx) =>
    trx.selectFrom('memberships').select(['person_id', 'roles', 'all_buildings', 'active']).execute(),
  );
  expect(members).toEqual([
    { person_id: adminId, roles: ['administrator'], all_buildings: true, active: true },
  ]);
});

test('a second tenant of the same name is refused, and leaves nothing behind', async () => {
  await create({ name: 'Fjellheim', adminEmail: 'ola@fjellheim.example' });
  await expect(create({ name: 'Fjellheim', adminEmail: 'per@fjellheim.example' })).rejects.toThrow(
    'There is a tenant called "Fjellheim" already',
  );
});

test('somebody who works for one tenant cannot administer another, and that one is not made', async () => {
  await create({ name: 'Nordvik', adminEmail: 'eva@nordvik.example' });
  await expect(create({ name: 'Sørvik', adminEmail: 'eva@nordvik.example' })).rejects.toThrow(
    'eva@nordvik.example works for "Nordvik" already; use another address.',
  );
  const tenants = await withScope(db, operator, (trx) =>
    trx.selectFrom('tenants').select('name').where('name', '=', 'Sørvik').execute(),
  );
  expect(tenants).toEqual([]);
});

test('without mail the link is the administrator’s for three days, with its code', async () => {
  const { adminId } = await create({ name: 'Vestby', adminEmail: 'liv@vestby.example' });
  const passwords = { hash: (secret: string) => Promise.resolve(`hash of ${secret}`) };
  const invitation = await inviteAdministrator(
    { db, passwords, publicUrl: 'https://oppdrag.example' },
    { personId: adminId, by: 'hand', now },
  );
  if (invitation.by !== 'hand') throw new Error('The invitation went by mail.');
  const token = invitation.link.replace('https://oppdrag.example/password/', '');
  const ownerAt = (instant: string) =>
    withScope(db, { kind: 'sign-in' }, (trx) => findTokenOwner(trx, token, instant));
  expect(await ownerAt('2026-11-26T07:59:59.000Z')).toBe(adminId);
  expect(await ownerAt('2026-11-26T08:00:01.000Z')).toBeNull();
  const stored = await withScope(db, { kind: 'sign-in' }, (trx) => spendCodeTry(trx, adminId, now));
  expect(stored?.codeHash).toBe(`hash of ${invitation.code.replace('-', '')}`);
});
