import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

export type NewTenant = Readonly<{
  name: string;
  language: 'nb' | 'en';
  /** Lower case. */
  adminEmail: string;
  adminName: string;
}>;

export type CreatedTenant = Readonly<{
  tenantId: Id;
  adminId: Id;
  /** False when the administrator was known already, as a supplier is, and has a password. */
  needsPassword: boolean;
}>;

/**
 * Makes a tenant and its first administrator, in the operator's scope. Throws a sentence when the name is taken, or the
 * administrator already works for another tenant (an internal user belongs to one only).
 */
export async function createTenant(
  trx: Transaction<Database>,
  wanted: NewTenant,
  now: Instant,
): Promise<CreatedTenant> {
  const namesake = await trx
    .selectFrom('tenants')
    .select('id')
    .where('name', '=', wanted.name)
    .executeTakeFirst();
  if (namesake) throw new Error(`There is a tenant called "${wanted.name}" already (${namesake.id}).`);

  const tenantId = randomUUID();
  await trx
    .insertInto('tenants')
    .values({ id: tenantId, name: wanted.name, language: wanted.language, created_at: now })
    .execute();
  const known = await findPerson(trx, wanted.adminEmail);
  if (known?.employer)
    throw new Error(`${wanted.adminEmail} works for "${known.employer}" already; use another address.`);
  const adminId = known?.id ?? (await insertPerson(trx, wanted, now));
  await trx
    .insertInto('memberships')
    .values({
      tenant_id: tenantId,
      person_id: adminId,
      roles: ['administrator'],
      all_buildings: true,
      created_at: now,
    })
    .execute();
  return { tenantId, adminId, needsPassword: !known?.hasPassword };
}

async function findPerson(
  trx: Transaction<Database>,
  email: string,
): Promise<{ id: Id; hasPassword: boolean; employer: string | null } | null> {
  const row = await trx
    .selectFrom('people')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.person_id', '=', 'people.id').on('memberships.active', '=', true),
    )
    .leftJoin('tenants', 'tenants.id', 'memberships.tenant_id')
    .select(['people.id', 'people.password_hash', 'tenants.name as employer'])
    .where('people.email', '=', email)
    .executeTakeFirst();
  return row ? { id: row.id, hasPassword: row.password_hash !== null, employer: row.employer } : null;
}

async function insertPerson(trx: Transaction<Database>, wanted: NewTenant, now: Instant): Promise<Id> {
  const id = randomUUID();
  await trx
    .insertInto('people')
    .values({ id, email: wanted.adminEmail, name: wanted.adminName, created_at: now })
    .execute();
  return id;
}
