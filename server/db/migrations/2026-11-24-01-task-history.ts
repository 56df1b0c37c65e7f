import { sql, type Kysely } from 'kysely';

/**
 * Staff see what was asked of a task: made when, received when, refused why (product.md, T8). The log of commands,
 * so far shown to its own person only, is shown with the task it names as well; tasks stay within their tenant.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index command_log_task on command_log (task_id) where task_id is not null`.execute(db);
  await sql`
    create policy with_task on command_log for select using (exists (
      select from tasks t where t.id = command_log.task_id and t.tenant_id = any(app_tenants())))`.execute(
    db,
  );
}
