import { sql, type Kysely } from 'kysely';

/**
 * Who somebody is, and who stands behind a session: every request asks it first. Both are planned once a connection
 * (planning takes longer than reading), and the second enters the sign-in scope by itself, outside any transaction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function actor_of(who uuid) returns json
    language plpgsql stable set search_path = public set plan_cache_mode = force_generic_plan as $$
    begin
      return (
        with membership as (
          select m.tenant_id, m.roles, m.all_buildings or 'administrator' = any(m.roles) as everywhere
          from memberships m where m.person_id = who and m.active
        ), engagement as (
          select c.tenant_id, c.supplier_id, s.name
          from supplier_contacts c
          join suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
          where c.person_id = who and c.active and c.may_act and s.active
        )
        select json_build_object('personId', p.id, 'name', p.name,
          'memberships', (select coalesce(json_agg(json_build_object(
              'tenantId', t.id, 'tenantName', t.name, 'roles', m.roles, 'buildingIds',
              case when not m.everywhere then (
                select coalesce(json_agg(a.building_id order by a.building_id), '[]')
                from building_access a where a.person_id = who and a.tenant_id = m.tenant_id) end)
              order by t.name, t.id), '[]')
            from membership m join tenants t on t.id = m.tenant_id),
          'engagements', (select coalesce(json_agg(json_build_object(
              'tenantId', t.id, 'tenantName', t.name, 'supplierId', e.supplier_id, 'supplierName', e.name)
              order by t.name, t.id, e.supplier_id), '[]')
            from engagement e join tenants t on t.id = e.tenant_id))
        from people p where p.id = who and p.active);
    end $$`.execute(db);
  await sql`
    create function lock_actor(who uuid) returns json
    language plpgsql set search_path = public set plan_cache_mode = force_generic_plan as $$
    begin
      perform from people p where p.id = who and p.active for share;
      perform from memberships m where m.person_id = who and m.active for share;
      perform from building_access a where a.person_id = who for share;
      perform from supplier_contacts c
        join suppliers s on s.tenant_id = c.tenant_id and s.id = c.supplier_id
        where c.person_id = who and c.active and c.may_act and s.active for share;
      return actor_of(who);
    end $$`.execute(db);
  await sql`
    create function session_look(token_hash text, out user_id uuid, out kind text, out label text,
      out expires_at timestamptz, out absolute_expires_at timestamptz, out created_at timestamptz, out actor json)
    language plpgsql set search_path = public set plan_cache_mode = force_generic_plan as $$
    begin
      perform set_config('app.tenants', '', true), set_config('app.person', '', true),
        set_config('app.mode', 'sign-in', true);
      select s.user_id, s.kind, s.label, s.expires_at, s.absolute_expires_at, s.created_at, actor_of(s.user_id)
        into user_id, kind, label, expires_at, absolute_expires_at, created_at, actor
        from sessions s where s.id = token_hash;
    end $$`.execute(db);
}
