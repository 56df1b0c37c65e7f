import { sql, type Kysely } from 'kysely';

/**
 * Functions that run as the owner look their names up in our schema and nowhere before it: unnamed, a session's
 * temporary tables would come first. And a file that leaves its sender's own list for a task is stamped in both.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function stamp_from_own_file() returns trigger language plpgsql security definer as $$
    begin
      if new.task_id is null or (tg_op = 'UPDATE' and old.task_id is null) then
        perform stamp('person', new.declared_by, 'own-file', new.id);
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    do $$ declare definer regprocedure; begin
      for definer in select oid from pg_proc where prosecdef and pronamespace = 'public'::regnamespace loop
        execute format('alter function %s set search_path = public, pg_temp', definer);
      end loop;
    end $$`.execute(db);
}
