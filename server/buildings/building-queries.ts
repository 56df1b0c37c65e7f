import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Actor } from '#shared/people/actor.ts';

/** The buildings whole, with their folder trees; those outside the scope are left out. */
export async function listBuildingsById(db: Kysely<Database>, ids: readonly Id[]): Promise<Building[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('buildings as b')
    .select(
      sql<Building>`json_build_object(
        'id', b.id, 'tenantId', b.tenant_id,
        'tenantName', (select n.name from tenants n where n.id = b.tenant_id),
        'name', b.name, 'address', b.address, 'postalPlace', b.postal_place, 'contactName', b.contact_name,
        'contactPhone', b.contact_phone, 'accessNote', b.access_note,
        'folders', coalesce((
          select json_agg(json_build_object('id', f.id, 'parentId', f.parent_id, 'name', f.name, 'kind', f.kind)
            order by f.position, f.name collate "nb-NO-x-icu", f.id)
          from folders f where f.building_id = b.id), '[]'))`.as('body'),
    )
    .where('b.id', 'in', [...ids])
    .execute();
  return rows.map((row) => row.body);
}

/** The folder a command names, with the building and tenant it belongs to. */
export async function listFoldersById(
  db: Kysely<Database>,
  ids: readonly Id[],
): Promise<{ id: Id; tenantId: Id; buildingId: Id }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('folders')
    .select(['id', 'tenant_id as tenantId', 'building_id as buildingId'])
    .where('id', 'in', [...ids])
    .execute();
}

/** A building as a list shows it. */
export interface BuildingLine {
  readonly id: Id;
  readonly tenantId: Id;
  readonly tenantName: string;
  readonly name: string;
  readonly address: string;
  readonly postalPlace: string;
}

/** The buildings the person reaches now: by live grants, by their own list, or all of a tenant for unlimited staff. */
export async function listReachableBuildings(db: Kysely<Database>, actor: Actor): Promise<BuildingLine[]> {
  const everywhere = actor.memberships.filter((one) => one.buildingIds === null).map((one) => one.tenantId);
  const own = actor.memberships.flatMap((one) => one.buildingIds ?? []);
  const { rows } = await sql<BuildingLine>`
    select b.id, b.tenant_id as "tenantId", n.name as "tenantName", b.name, b.address,
      b.postal_place as "postalPlace"
    from buildings b join tenants n on n.id = b.tenant_id
    where b.tenant_id = any(${everywhere}::uuid[]) or b.id = any(${own}::uuid[])
      or b.id in (select g.building_id from building_grants g where g.person_id = ${actor.personId})
    order by b.name collate "nb-NO-x-icu", b.id`.execute(db);
  return rows;
}
