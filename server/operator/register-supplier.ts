import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { enterScope, withScope } from '#server/db/scope.ts';
import { insertAudit, type ActedBy } from '#server/operator/insert-audit.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** A supplier as a tenant enters it into its list (product.md, A2). E-mails in lower case. */
export type NewSupplier = Readonly<{
  name: string;
  organisationNumber: string | null;
  email: string | null;
  phone: string | null;
  trades: readonly string[];
  note: string | null;
  /** Who acts for it and gets its mail. */
  contacts: readonly Readonly<{ name: string; email: string }>[];
}>;

/**
 * Enters a supplier with its contacts into a tenant's list (method 2): no password and no mail, access comes with the
 * first task. A contact who is known by the e-mail, from another tenant say, stays the same person under the name they
 * have. Throws a sentence when the organisation number is in the list already.
 */
export async function registerSupplier(
  db: Kysely<Database>,
  wanted: { readonly tenantId: Id; readonly supplier: NewSupplier; readonly now: Instant } & ActedBy,
): Promise<{ supplierId: Id }> {
  const { tenantId, supplier, now } = wanted;
  return withScope(db, { kind: 'operator' }, async (trx) => {
    const personIds: Id[] = [];
    for (const contact of supplier.contacts) personIds.push(await findOrInsertPerson(trx, contact, now));
    await enterScope(trx, { kind: 'tenant', tenantId });
    await requireNewNumber(trx, tenantId, supplier);
    const supplierId = randomUUID();
    await trx
      .insertInto('suppliers')
      .values({
        id: supplierId,
        tenant_id: tenantId,
        name: supplier.name,
        organisation_number: supplier.organisationNumber,
        email: supplier.email,
        phone: supplier.phone,
        trades: [...supplier.trades],
        note: supplier.note,
        created_at: now,
      })
      .execute();
    for (const person_id of new Set(personIds))
      await trx
        .insertInto('supplier_contacts')
        .values({ tenant_id: tenantId, supplier_id: supplierId, person_id, created_at: now })
        .execute();
    const facts = { contacts: personIds.length };
    await insertAudit(trx, wanted, {
      ...{ tenantId, now, facts },
      ...{ action: 'supplier-registered', subjectId: supplierId },
    });
    return { supplierId };
  });
}

async function requireNewNumber(
  trx: Transaction<Database>,
  tenantId: Id,
  { organisationNumber }: NewSupplier,
): Promise<void> {
  if (organisationNumber === null) return;
  // The tenant's row makes two who enter the same company follow each other.
  await trx.selectFrom('tenants').select('id').where('id', '=', tenantId).forNoKeyUpdate().execute();
  const known = await trx
    .selectFrom('suppliers')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('organisation_number', '=', organisationNumber)
    .executeTakeFirst();
  if (known !== undefined)
    throw new Error(`Organisation number ${organisationNumber} is in the list already, as "${known.name}".`);
}

async function findOrInsertPerson(
  trx: Transaction<Database>,
  contact: NewSupplier['contacts'][number],
  now: Instant,
): Promise<Id> {
  // Under the unique e-mail, two registrations of one new contact end with one person.
  await trx
    .insertInto('people')
    .values({ id: randomUUID(), email: contact.email, name: contact.name, created_at: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const row = await trx
    .selectFrom('people')
    .select('id')
    .where('email', '=', contact.email)
    .executeTakeFirstOrThrow();
  return row.id;
}
