import type { Transaction } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { now } from '#shared/testing/builders.ts';
import { people, type FixedPerson } from '#shared/testing/people.ts';
import { buildings, suppliers, templates, tenants } from '#shared/testing/places.ts';

/** Writes the invented world of shared/testing as rows: tenants, people, buildings, suppliers, templates. No tasks. */
export async function insertWorld(db: Kysely<Database>): Promise<void> {
  await withScope(db, { kind: 'operator' }, async (trx) => {
    await trx
      .insertInto('tenants')
      .values(tenants.map((one) => ({ ...one, next_task_number: 10_000, created_at: now })))
      .execute();
    await trx
      .insertInto('people')
      .values(
        Object.values(people).map((one) => ({
          id: one.id,
          email: one.email,
          name: one.name,
          created_at: now,
        })),
      )
      .execute();
  });
  for (const tenant of tenants) {
    await withScope(db, { kind: 'tenant', tenantId: tenant.id }, (trx) => insertTenant(trx, tenant.id));
  }
}

async function insertTenant(trx: Transaction<Database>, tenantId: string): Promise<void> {
  const own = <One extends { tenantId: string }>(list: readonly One[]) =>
    list.filter((one) => one.tenantId === tenantId);
  for (const building of own(buildings)) {
    await trx
      .insertInto('buildings')
      .values({
        id: building.id,
        tenant_id: tenantId,
        name: building.name,
        address: building.address,
        postal_place: building.postalPlace,
        contact_name: building.contactName,
        contact_phone: building.contactPhone,
        access_note: building.accessNote,
        created_at: now,
      })
      .execute();
    await trx
      .insertInto('folders')
      .values(
        building.folders.map((folder, position) => ({
          id: folder.id,
          tenant_id: tenantId,
          building_id: building.id,
          parent_id: folder.parentId,
          name: folder.name,
          kind: folder.kind,
          position,
        })),
      )
      .execute();
  }
  for (const template of own(templates)) {
    await trx
      .insertInto('checklist_templates')
      .values({
        id: template.id,
        tenant_id: tenantId,
        title: template.title,
        version: template.version,
        questions: json(template.questions),
        created_at: now,
      })
      .execute();
  }
  for (const supplier of own(suppliers)) {
    await trx
      .insertInto('suppliers')
      .values({
        id: supplier.id,
        tenant_id: tenantId,
        name: supplier.name,
        organisation_number: supplier.organisationNumber,
        email: supplier.email,
        phone: null,
        trades: [...supplier.trades],
        note: null,
        created_at: now,
      })
      .execute();
  }
  for (const person of Object.values(people)) await insertPerson(trx, tenantId, person);
}

async function insertPerson(
  trx: Transaction<Database>,
  tenantId: string,
  person: FixedPerson,
): Promise<void> {
  const { membership } = person;
  if (membership?.tenantId === tenantId) {
    await trx
      .insertInto('memberships')
      .values({
        tenant_id: tenantId,
        person_id: person.id,
        roles: [...membership.roles],
        all_buildings: membership.buildingIds === null,
        created_at: now,
      })
      .execute();
    for (const building_id of membership.buildingIds ?? []) {
      await trx
        .insertInto('building_access')
        .values({ tenant_id: tenantId, person_id: person.id, building_id, granted_by: null, created_at: now })
        .execute();
    }
  }
  for (const supplier of person.contactOf.filter((one) => one.tenantId === tenantId)) {
    await trx
      .insertInto('supplier_contacts')
      .values({ tenant_id: tenantId, supplier_id: supplier.id, person_id: person.id, created_at: now })
      .execute();
  }
  await recordPersonGrants(trx, person.id, { now, began: 'activated', ended: 'deactivated' });
}
