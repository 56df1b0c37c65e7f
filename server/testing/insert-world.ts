import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { enterScope, withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { now } from '#shared/testing/builders.ts';
import { people, type FixedPerson } from '#shared/testing/people.ts';
import {
  buildings,
  suppliers,
  templates,
  tenants,
  type FixedSupplier,
  type FixedTemplate,
} from '#shared/testing/places.ts';

/** Everything a world has before the first task: the tests' own, and the demo's. */
export interface World {
  readonly tenants: readonly { readonly id: Id; readonly name: string }[];
  readonly people: readonly FixedPerson[];
  readonly buildings: readonly Building[];
  readonly suppliers: readonly (FixedSupplier & { readonly phone?: string; readonly note?: string })[];
  readonly templates: readonly FixedTemplate[];
}

export interface WorldOptions {
  readonly now: Instant;
  /** The number the next task of a tenant gets. */
  readonly nextTaskNumber: (tenantId: Id) => number;
  /** null: no password yet. */
  readonly passwordHash: (person: FixedPerson) => string | null;
}

/** Writes the invented world of shared/testing as rows: tenants, people, buildings, suppliers, templates. No tasks. */
export async function insertWorld(db: Kysely<Database>): Promise<void> {
  const world = { tenants, people: Object.values(people), buildings, suppliers, templates };
  const options = { now, nextTaskNumber: () => 10_000, passwordHash: () => null };
  await withScope(db, { kind: 'operator' }, (trx) => writeWorld(trx, world, options));
}

/** Writes a world inside a transaction, which is in the scope of one of its tenants afterwards. */
export async function writeWorld(
  trx: Transaction<Database>,
  world: World,
  options: WorldOptions,
): Promise<void> {
  const created_at = options.now;
  await enterScope(trx, { kind: 'operator' });
  await trx
    .insertInto('tenants')
    .values(
      world.tenants.map(({ id, name }) => ({
        id,
        name,
        next_task_number: options.nextTaskNumber(id),
        created_at,
      })),
    )
    .execute();
  await trx
    .insertInto('people')
    .values(
      world.people.map((one) => ({
        id: one.id,
        email: one.email,
        name: one.name,
        password_hash: options.passwordHash(one),
        created_at,
      })),
    )
    .execute();
  for (const { id } of world.tenants) {
    await enterScope(trx, { kind: 'tenant', tenantId: id });
    await writePlaces(trx, world, id, created_at);
    for (const person of world.people) await writePerson(trx, id, person, created_at);
  }
}

async function writePlaces(
  trx: Transaction<Database>,
  world: World,
  tenantId: Id,
  created_at: Instant,
): Promise<void> {
  const own = <One extends { tenantId: string }>(list: readonly One[]) =>
    list.filter((one) => one.tenantId === tenantId);
  await trx
    .insertInto('buildings')
    .values(
      own(world.buildings).map((building) => ({
        id: building.id,
        tenant_id: tenantId,
        name: building.name,
        address: building.address,
        postal_place: building.postalPlace,
        contact_name: building.contactName,
        contact_phone: building.contactPhone,
        access_note: building.accessNote,
        created_at,
      })),
    )
    .execute();
  await trx
    .insertInto('folders')
    .values(
      own(world.buildings).flatMap((building) =>
        building.folders.map((folder, position) => ({
          id: folder.id,
          tenant_id: tenantId,
          building_id: building.id,
          parent_id: folder.parentId,
          name: folder.name,
          kind: folder.kind,
          position,
        })),
      ),
    )
    .execute();
  for (const template of own(world.templates)) {
    await trx
      .insertInto('checklist_templates')
      .values({
        id: template.id,
        tenant_id: tenantId,
        title: template.title,
        version: template.version,
        questions: json(template.questions),
        created_at,
      })
      .execute();
  }
  for (const supplier of own(world.suppliers)) {
    await trx
      .insertInto('suppliers')
      .values({
        id: supplier.id,
        tenant_id: tenantId,
        name: supplier.name,
        organisation_number: supplier.organisationNumber,
        email: supplier.email,
        phone: supplier.phone ?? null,
        trades: [...supplier.trades],
        note: supplier.note ?? null,
        created_at,
      })
      .execute();
  }
}

async function writePerson(
  trx: Transaction<Database>,
  tenantId: Id,
  person: FixedPerson,
  created_at: Instant,
): Promise<void> {
  const { membership } = person;
  const contactOf = person.contactOf.filter((one) => one.tenantId === tenantId);
  if (membership?.tenantId === tenantId) {
    await trx
      .insertInto('memberships')
      .values({
        tenant_id: tenantId,
        person_id: person.id,
        roles: [...membership.roles],
        all_buildings: membership.buildingIds === null,
        created_at,
      })
      .execute();
    for (const building_id of membership.buildingIds ?? []) {
      await trx
        .insertInto('building_access')
        .values({ tenant_id: tenantId, person_id: person.id, building_id, granted_by: null, created_at })
        .execute();
    }
  } else if (contactOf.length === 0) {
    return;
  }
  for (const supplier of contactOf) {
    await trx
      .insertInto('supplier_contacts')
      .values({ tenant_id: tenantId, supplier_id: supplier.id, person_id: person.id, created_at })
      .execute();
  }
  await recordPersonGrants(trx, person.id, { now: created_at, began: 'activated', ended: 'deactivated' });
}
