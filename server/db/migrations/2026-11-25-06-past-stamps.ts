import { sql, type Kysely } from 'kysely';

/**
 * A task stands among somebody's past ones only once their access to it has ended: before that it is stamped in its own
 * scope alone, and a person's own scope does not grow with every task they have. A grant that begins still stamps the
 * person's scope (`pull_look` relies on it), by the record that is always there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function stamp_task(changed uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
      select stamp('task', changed, 'task', changed) where changed is not null;
      select stamp('person', g.person_id, 'past-task', changed)
      from (select distinct person_id from grant_history where task_id = changed and ended_at is not null) g
      where changed is not null $$`.execute(db);
  await sql`
    create or replace function stamp_from_grant() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.task_id is null then return null; end if;
      if exists (select from grant_history h
        where h.task_id = new.task_id and h.person_id = new.person_id and h.ended_at is not null)
      then perform stamp('person', new.person_id, 'past-task', new.task_id);
      else perform stamp('person', new.person_id, 'profile', new.person_id);
      end if;
      return null;
    end $$`.execute(db);
  // The owner too sees no tenant's rows here, unless told.
  await sql`alter table grant_history no force row level security`.execute(db);
  await sql`
    delete from feed_stamps f where f.record_kind = 'past-task' and not exists (
      select from grant_history h
      where h.task_id = f.record_id and h.person_id = f.scope_id and h.ended_at is not null)`.execute(db);
  await sql`alter table grant_history force row level security`.execute(db);
}
