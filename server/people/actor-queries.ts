import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Actor } from '#shared/people/actor.ts';

/**
 * The person with all live memberships and engagements, or null when unknown or inactive. An inactive membership,
 * supplier or contact does not count, nor does a contact who may not act.
 */
export async function findActor(db: Kysely<Database>, personId: Id): Promise<Actor | null> {
  const { rows } = await selectActor(personId, sql``).execute(db);
  return rows[0] ?? null;
}

/**
 * Like `findActor`, and holds what it read until the transaction ends: a deactivation on its way is waited for and
 * seen, a later one waits. Inside that transaction the actor is true.
 */
export async function lockActor(trx: Transaction<Database>, personId: Id): Promise<Actor | null> {
  const { rows } = await selectActor(personId, sql`for share`).execute(trx);
  return rows[0] ?? null;
}

function selectActor(personId: Id, lock: RawBuilder<unknown>): RawBuilder<Actor> {
  return sql<Actor>`
    with person as (
      select id, name from people where id = ${personId} and active ${lock}
    ), membership as (
      select tenant_id, roles, all_buildings or 'administrator' = any(roles) as everywhere
      from memberships where person_id = ${personId} and active ${lock}
    ), access as (
      select tenant_id, building_id from building_access where person_id = ${personId} ${lock}
    ), engagement as (
      select c.tenant_id, c.supplier_id, s.name
      from supplier_contacts c
      join suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
      where c.person_id = ${personId} and c.active and c.may_act and s.active ${lock}
    )
    select person.id as "personId", person.name,
      (select coalesce(json_agg(json_build_object(
          'tenantId', t.id, 'tenantName', t.name, 'roles', m.roles, 'buildingIds',
          case when not m.everywhere then (
            select coalesce(json_agg(a.building_id order by a.building_id), '[]')
            from access a where a.tenant_id = m.tenant_id) end) order by t.name, t.id), '[]')
        from membership m join tenants t on t.id = m.tenant_id) as memberships,
      (select coalesce(json_agg(json_build_object(
          'tenantId', t.id, 'tenantName', t.name, 'supplierId', e.supplier_id, 'supplierName', e.name)
          order by t.name, t.id, e.supplier_id), '[]')
        from engagement e join tenants t on t.id = e.tenant_id) as engagements
    from person`;
}

/** Every tenant the actor has to do with: what row level security lets the person's transactions see. */
export function tenantIdsOf(actor: Pick<Actor, 'memberships' | 'engagements'>): Id[] {
  return [...new Set([...actor.memberships, ...actor.engagements].map((each) => each.tenantId))];
}
