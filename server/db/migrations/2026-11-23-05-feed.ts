import { sql, type Kysely } from 'kysely';

/**
 * Stamps: one row a record and scope, carrying the transaction that last changed it. Triggers keep them, so that no
 * writer can forget. The functions run as the owner: stamps name no content, and a change by staff must be able to
 * stamp a supplier's own record.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function stamp(scope_kind text, scope_id uuid, record_kind text, record_id uuid) returns void
    language sql security definer set search_path = public as $$
      insert into feed_stamps as f (scope_kind, scope_id, record_kind, record_id, cx)
      values ($1, $2, $3, $4, pg_current_xact_id())
      on conflict on constraint feed_stamps_pkey do update set rev = f.rev + 1, cx = pg_current_xact_id()
      where f.cx <> pg_current_xact_id() $$`.execute(db);
  await sql`
    create function stamp_task(changed uuid) returns void
    language sql security definer set search_path = public as $$
      select stamp('task', changed, 'task', changed) where changed is not null;
      select stamp('person', g.person_id, 'past-task', changed)
      from (select distinct person_id from grant_history where task_id = changed) g where changed is not null $$`.execute(
    db,
  );

  await sql`create function stamp_from_task() returns trigger language plpgsql security definer set search_path = public as $$
    begin perform stamp_task(new.id); return null; end $$`.execute(db);
  await sql`create trigger stamp after insert or update on tasks for each row execute function stamp_from_task()`.execute(
    db,
  );
  await sql`
    create function stamp_from_task_child() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      if tg_op <> 'INSERT' and old.task_id is not null then perform stamp_task(old.task_id); end if;
      if tg_op <> 'DELETE' and new.task_id is not null then perform stamp_task(new.task_id); end if;
      return null;
    end $$`.execute(db);
  for (const table of ['assignments', 'comments', 'checklists', 'answers', 'reopening_requests', 'files']) {
    await sql`create trigger stamp_task after insert or update or delete on ${sql.table(table)}
      for each row execute function stamp_from_task_child()`.execute(db);
  }
  await sql`
    create function stamp_from_own_file() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      if new.task_id is null then perform stamp('person', new.declared_by, 'own-file', new.id); end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp_own after insert or update on files
    for each row execute function stamp_from_own_file()`.execute(db);
  await sql`
    create function stamp_from_archive_entry() returns trigger language plpgsql security definer set search_path = public as $$
    declare file files;
    begin
      select * into file from files where id = new.file_id;
      if file.task_id is not null then perform stamp_task(file.task_id);
      else perform stamp('person', file.declared_by, 'own-file', file.id);
      end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp after insert or update on archive_entries
    for each row execute function stamp_from_archive_entry()`.execute(db);

  await sql`create function stamp_from_building() returns trigger language plpgsql security definer set search_path = public as $$
    begin perform stamp('building', new.id, 'building', new.id); return null; end $$`.execute(db);
  await sql`create trigger stamp after insert or update on buildings
    for each row execute function stamp_from_building()`.execute(db);
  await sql`create function stamp_from_folder() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      perform stamp('building', coalesce(new.building_id, old.building_id), 'building',
        coalesce(new.building_id, old.building_id));
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp after insert or update or delete on folders
    for each row execute function stamp_from_folder()`.execute(db);

  await sql`create function stamp_from_grant() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      if new.task_id is not null then perform stamp('person', new.person_id, 'past-task', new.task_id); end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp after insert or update on grant_history
    for each row execute function stamp_from_grant()`.execute(db);
  await sql`create function stamp_from_person() returns trigger language plpgsql security definer set search_path = public as $$
    declare who uuid := case when tg_op = 'DELETE' then old.person_id else new.person_id end;
    begin perform stamp('person', who, 'profile', who); return null; end $$`.execute(db);
  for (const table of ['memberships', 'building_access', 'supplier_contacts']) {
    await sql`create trigger stamp after insert or update or delete on ${sql.table(table)}
      for each row execute function stamp_from_person()`.execute(db);
  }
  await sql`create function stamp_from_people() returns trigger language plpgsql security definer set search_path = public as $$
    begin perform stamp('person', new.id, 'profile', new.id); return null; end $$`.execute(db);
  await sql`create trigger stamp after insert or update of name on people
    for each row execute function stamp_from_people()`.execute(db);
}
