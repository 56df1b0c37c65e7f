import { sql, type Kysely } from 'kysely';

const byTenant = [
  'buildings',
  'folders',
  'checklist_templates',
  'tasks',
  'assignments',
  'comments',
  'checklists',
  'answers',
  'reopening_requests',
  'files',
  'archive_entries',
  'grant_anchors',
  'audit',
];

/**
 * The second lock behind the rules: every table of a tenant shows only rows of the tenants that the transaction's
 * scope names (server/db/scope.ts), to the owner too. Policies read settings, never tables with policies that read
 * back. `sign-in` reaches identity only; `operator` reaches tenants.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const protect = async (table: string, condition: string) => {
    await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
    await sql`alter table ${sql.table(table)} force row level security`.execute(db);
    await sql`create policy scope on ${sql.table(table)} using (${sql.raw(condition)})`.execute(db);
  };
  const identity = `app_mode() in ('sign-in', 'operator')`;
  for (const table of byTenant) await protect(table, 'tenant_id = any(app_tenants())');
  await protect('tenants', `id = any(app_tenants()) or ${identity}`);
  for (const table of ['memberships', 'building_access', 'supplier_contacts']) {
    await protect(table, `tenant_id = any(app_tenants()) or person_id = app_person() or ${identity}`);
  }
  await protect('suppliers', `tenant_id = any(app_tenants()) or ${identity}`);
  await protect('grant_history', 'tenant_id = any(app_tenants()) or person_id = app_person()');
  await protect(
    'people',
    `id = app_person() or ${identity}
     or exists (select from memberships m where m.person_id = people.id and m.tenant_id = any(app_tenants()))
     or exists (select from supplier_contacts c where c.person_id = people.id and c.tenant_id = any(app_tenants()))`,
  );
  await protect('devices', 'person_id = app_person()');
  await protect('device_holdings', 'tenant_id = any(app_tenants())');
  await protect('command_log', 'person_id = app_person()');
  await protect('sessions', `user_id = app_person() or ${identity}`);
  await protect('password_tokens', identity);
  await protect('file_tickets', 'person_id = app_person()');
  await protect('mail_outbox', `tenant_id = any(app_tenants()) or ${identity} or app_mode() = 'mail'`);

  // Stamps carry ids and counters only; the application reads them and its triggers write them as the owner.
  await sql`revoke insert, update, delete on feed_stamps, feed_meta from oppdrag_app`.execute(db);
  // Append-only for the application.
  await sql`revoke update, delete on audit from oppdrag_app`.execute(db);
  await sql`revoke delete on grant_history, command_log, tasks, files, people, tenants from oppdrag_app`.execute(
    db,
  );
  await sql`revoke execute on function stamp(text, uuid, text, uuid), stamp_task(uuid) from public`.execute(
    db,
  );
}
