import { sql, type Kysely } from 'kysely';

/**
 * The application's role and the settings row level security reads. The role cannot sign in: the application's pool
 * takes it on (`role=oppdrag_app`), so that it is neither owner nor superuser.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'oppdrag_app') then
        create role oppdrag_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(db);
  await sql`
    do $$ begin
      if not pg_has_role(current_user, 'oppdrag_app', 'set') then
        execute format('grant oppdrag_app to %I with set true', current_user);
      end if;
    end $$`.execute(db);
  await sql`grant usage on schema public to oppdrag_app`.execute(db);
  await sql`alter default privileges in schema public grant select, insert, update, delete on tables to oppdrag_app`.execute(
    db,
  );
  await sql`alter default privileges in schema public grant usage on sequences to oppdrag_app`.execute(db);

  // After a transaction a local setting is the empty string, not NULL: hence nullif.
  await sql`create function app_tenants() returns uuid[] language sql stable parallel safe as $$
    select coalesce(string_to_array(nullif(current_setting('app.tenants', true), ''), ',')::uuid[], '{}') $$`.execute(
    db,
  );
  await sql`create function app_person() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('app.person', true), '')::uuid $$`.execute(db);
  await sql`create function app_mode() returns text language sql stable parallel safe as $$
    select coalesce(current_setting('app.mode', true), '') $$`.execute(db);
  await sql`create function iso(at timestamptz) returns text language sql immutable parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`.execute(db);
}
