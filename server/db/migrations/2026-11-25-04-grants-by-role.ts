import { sql, type Kysely } from 'kysely';

/**
 * Derived grants as the access table has them: `work-task` is for administrators everywhere, for managers, executors
 * and ad hoc users in their buildings, and not for users who only report. A role that was taken away takes the grant.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace view task_grants with (security_invoker = true) as
    select t.tenant_id, t.id as task_id, t.building_id, t.state <> 'completing' as open, m.person_id,
      m.person_id as party_id
    from memberships m
    join assignments a on a.person_id = m.person_id and a.tenant_id = m.tenant_id
    join tasks t on t.id = a.task_id
    where m.active and t.state in ('assigned', 'in-progress', 'waiting', 'returned', 'completing')
      and ('administrator' = any(m.roles) or m.roles && array['manager', 'executor', 'ad-hoc'] and (m.all_buildings
        or exists (select from building_access b
          where b.tenant_id = m.tenant_id and b.person_id = m.person_id and b.building_id = t.building_id)))
    union all
    select t.tenant_id, t.id, t.building_id, t.state <> 'completing', c.person_id, c.supplier_id
    from supplier_contacts c
    join suppliers s on s.id = c.supplier_id and s.active
    join assignments a on a.supplier_id = c.supplier_id
    join tasks t on t.id = a.task_id
    where c.active and c.may_act and t.state in ('assigned', 'in-progress', 'waiting', 'returned', 'completing')`.execute(
    db,
  );
}
