import { sql, type Kysely } from 'kysely';

/**
 * The same look, asked in two steps: planning the question whom a stamp concerns takes ten times as long as asking
 * whether there is any, and there mostly is none. And it is planned once a connection, not at every call.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function pull_look(
      tenants text, who uuid, device uuid, seen pg_snapshot, out epoch uuid, out snapshot text, out next_seq bigint,
      out blocked boolean, out holding_hash text, out last_contact_at timestamptz, out quiet boolean)
    language plpgsql set search_path = public set plan_cache_mode = force_generic_plan as $$
    declare unseen integer;
    begin
      perform set_config('app.tenants', tenants, true), set_config('app.person', who::text, true),
        set_config('app.mode', '', true);
      select m.epoch, pg_current_snapshot()::text into epoch, snapshot from feed_meta m;
      select d.next_seq, d.blocked, d.holding_hash, d.last_contact_at
        into next_seq, blocked, holding_hash, last_contact_at
        from devices d where d.id = device and d.person_id = who;
      if seen is null then return; end if;
      -- Beyond so many changes the whole comparison costs no more than this look.
      select count(*) into unseen from (
        select from feed_stamps f
        where f.cx >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(f.cx, seen) limit 201) some_stamps;
      quiet := unseen = 0;
      if unseen = 0 or unseen > 200 then return; end if;
      quiet := not exists (
        select from feed_stamps f
        where f.cx >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(f.cx, seen) and (
          (f.scope_kind = 'person' and f.scope_id = who)
          or (f.scope_kind = 'task' and exists (
            select from task_grants g where g.person_id = who and g.task_id = f.scope_id))
          or (f.scope_kind = 'building' and exists (
            select from building_grants g where g.person_id = who and g.building_id = f.scope_id))));
    end $$`.execute(db);
}
