import { sql, type Kysely } from 'kysely';

/**
 * What somebody sees of a task follows their roles, buildings and suppliers, and these may change while the grant goes
 * on. Each such change is counted in a stamp of its own, whose revision is part of the generation of every task scope
 * of the person (`listAllowedScopes`): what they hold comes whole again, and only to them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table feed_stamps drop constraint feed_stamps_scope_kind_check`.execute(db);
  await sql`
    alter table feed_stamps add constraint feed_stamps_scope_kind_check
    check (scope_kind in ('task', 'building', 'person', 'rights'))`.execute(db);
  await sql`
    create function stamp_rights() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare who uuid := case when tg_op = 'DELETE' then old.person_id else new.person_id end;
    begin perform stamp('rights', who, 'rights', who); return null; end $$`.execute(db);
  for (const [table, columns] of [
    ['memberships', 'roles, all_buildings, active'],
    ['supplier_contacts', 'may_act, active'],
    ['building_access', 'building_id'],
  ] as const) {
    await sql`create trigger stamp_rights after insert or update of ${sql.raw(columns)} or delete on ${sql.table(table)}
      for each row execute function stamp_rights()`.execute(db);
  }
  await sql`
    create function stamp_rights_from_supplier() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform stamp('rights', c.person_id, 'rights', c.person_id) from supplier_contacts c where c.supplier_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`create trigger stamp_rights after update of active on suppliers
    for each row execute function stamp_rights_from_supplier()`.execute(db);
}
