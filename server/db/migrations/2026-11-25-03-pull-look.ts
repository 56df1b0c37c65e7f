import { sql, type Kysely } from 'kysely';

/**
 * Most pulls find nothing new. One call answers them: whether any stamp that the device's snapshot did not see concerns
 * the person, and how the device stands. Every way a grant begins or ends stamps the person's own scope, so that a
 * quiet look also means that they may hold what they held. It runs with the rights and the row level security of
 * whoever calls it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index feed_stamps_by_cx on feed_stamps (cx)`.execute(db);
  await sql`
    create function stamp_from_supplier() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      perform stamp('person', c.person_id, 'profile', c.person_id) from supplier_contacts c where c.supplier_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp after update of active, name on suppliers
    for each row execute function stamp_from_supplier()`.execute(db);
  await sql`
    create function pull_look(
      tenants text, who uuid, device uuid, seen pg_snapshot, out epoch uuid, out snapshot text, out next_seq bigint,
      out blocked boolean, out holding_hash text, out last_contact_at timestamptz, out quiet boolean)
    language plpgsql set search_path = public as $$
    begin
      perform set_config('app.tenants', tenants, true), set_config('app.person', who::text, true),
        set_config('app.mode', '', true);
      select m.epoch, pg_current_snapshot()::text into epoch, snapshot from feed_meta m;
      select d.next_seq, d.blocked, d.holding_hash, d.last_contact_at
        into next_seq, blocked, holding_hash, last_contact_at
        from devices d where d.id = device and d.person_id = who;
      if seen is null then return; end if;
      -- Beyond so many changes the whole comparison costs no more than this look.
      with unseen as materialized (
        select f.scope_kind, f.scope_id from feed_stamps f
        where f.cx >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(f.cx, seen) limit 201)
      select count(*) <= 200 and not exists (
        select from unseen u where
          (u.scope_kind = 'person' and u.scope_id = who)
          or (u.scope_kind = 'task' and exists (
            select from task_grants g where g.person_id = who and g.task_id = u.scope_id))
          or (u.scope_kind = 'building' and exists (
            select from building_grants g where g.person_id = who and g.building_id = u.scope_id)))
      into quiet from unseen;
    end $$`.execute(db);
}
