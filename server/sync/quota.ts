import { sql, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** Bytes left in each tenant's quota, with the tenants' rows locked so that parallel declarations cannot overdraw. */
export async function lockQuota(
  trx: Transaction<Database>,
  tenantIds: readonly Id[],
): Promise<Map<Id, number>> {
  if (tenantIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('tenants')
    .select(['id', 'quota_bytes', 'reserved_bytes'])
    .where('id', 'in', [...tenantIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, Number(row.quota_bytes) - Number(row.reserved_bytes)]));
}

/** Reserves bytes at declaration; a negative number gives them back when a file ends without landing. */
export async function reserveQuota(trx: Transaction<Database>, tenantId: Id, bytes: number): Promise<void> {
  if (bytes === 0) return;
  await trx
    .updateTable('tenants')
    .set({ reserved_bytes: sql`greatest(0, reserved_bytes + ${bytes})` })
    .where('id', '=', tenantId)
    .execute();
}
