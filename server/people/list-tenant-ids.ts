import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** The tenants there are, in order of their ids; needs the operator's scope. */
export async function listTenantIds(db: Kysely<Database>): Promise<Id[]> {
  const rows = await db.selectFrom('tenants').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}
