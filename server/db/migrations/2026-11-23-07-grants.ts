import { sql, type Kysely } from 'kysely';

/**
 * The one predicate of derived grants (access.md, decision 2), as views that obey the reader's row level security.
 * task_grants: who may work on which task through which executor; `open` false while Completing, when only files
 * already declared may land. building_grants: which buildings that opens, and those given by an administrator
 * (method 1).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view task_grants with (security_invoker = true) as
    select t.tenant_id, t.id as task_id, t.building_id, t.state <> 'completing' as open, m.person_id,
      m.person_id as party_id
    from memberships m
    join assignments a on a.person_id = m.person_id and a.tenant_id = m.tenant_id
    join tasks t on t.id = a.task_id
    where m.active and t.state in ('assigned', 'in-progress', 'waiting', 'returned', 'completing')
      and (m.all_buildings or exists (select from building_access b
        where b.tenant_id = m.tenant_id and b.person_id = m.person_id and b.building_id = t.building_id))
    union all
    select t.tenant_id, t.id, t.building_id, t.state <> 'completing', c.person_id, c.supplier_id
    from supplier_contacts c
    join suppliers s on s.id = c.supplier_id and s.active
    join assignments a on a.supplier_id = c.supplier_id
    join tasks t on t.id = a.task_id
    where c.active and c.may_act and t.state in ('assigned', 'in-progress', 'waiting', 'returned', 'completing')`.execute(
    db,
  );
  await sql`
    create view building_grants with (security_invoker = true) as
    select distinct tenant_id, building_id, person_id from task_grants where open
    union
    select b.tenant_id, b.building_id, b.person_id
    from building_access b join memberships m on m.tenant_id = b.tenant_id and m.person_id = b.person_id
    where m.active and 'ad-hoc' = any(m.roles)`.execute(db);
}
