import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { withScope } from '#server/db/scope.ts';
import type { Sender } from '#server/sync/apply-commands.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Holding } from '#shared/sync/holding.ts';

/** No device holds more of anything; what claims to must not overflow the office's sums. */
const mostCounted = 1_000_000;

/** What tells one list of a device from another. */
export function hashHolding(holding: Holding): string {
  return createHash('sha256').update(JSON.stringify(holding)).digest('hex');
}

/**
 * Notes the device's contact and what it says it still holds, per task it has or had; where it says nothing, what it
 * said last stands, as of now. Only a changed list is written anew. The office is poked then, since it shows the list.
 */
export async function saveHolding(
  db: Kysely<Database>,
  sender: Sender & { device: NonNullable<Sender['device']> },
  holding: Holding | undefined,
  now: Instant,
): Promise<AfterCommit> {
  const hash = holding && hashHolding(holding);
  return withScope(db, sender.scope, async (trx) => {
    const device = await trx
      .updateTable('devices')
      .set({ last_contact_at: now })
      .where('id', '=', sender.device.id)
      .where('person_id', '=', sender.personId)
      .returning('holding_hash')
      .executeTakeFirst();
    if (device === undefined) return noAfterCommit;
    if (holding === undefined || device.holding_hash === hash) {
      await trx
        .updateTable('device_holdings')
        .set({ reported_at: now })
        .where('device_id', '=', sender.device.id)
        .execute();
      return noAfterCommit;
    }
    await trx.updateTable('devices').set({ holding_hash: hash }).where('id', '=', sender.device.id).execute();
    await trx.deleteFrom('device_holdings').where('device_id', '=', sender.device.id).execute();
    const named = holding.filter((one) => one.taskId !== null && one.files + one.commands > 0);
    const ids = named.flatMap((one) => one.taskId ?? []);
    if (ids.length === 0) return noAfterCommit;
    const { rows } = await sql<{ id: Id; tenantId: Id }>`
      select distinct t.id, t.tenant_id as "tenantId" from tasks t join grant_history g on g.task_id = t.id
      where g.person_id = ${sender.personId} and t.id = any(${ids}::uuid[])`.execute(trx);
    const values = named.flatMap((one) => {
      const task = rows.find((row) => row.id === one.taskId);
      if (task === undefined) return [];
      return [
        {
          tenant_id: task.tenantId,
          device_id: sender.device.id,
          person_id: sender.personId,
          task_id: task.id,
          files: Math.min(one.files, mostCounted),
          bytes: one.bytes,
          commands: Math.min(one.commands, mostCounted),
          items: json(one.items),
          oldest_at: one.oldestAt,
          reported_at: now,
        },
      ];
    });
    if (values.length > 0) {
      await trx
        .insertInto('device_holdings')
        .values(values)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return { ...noAfterCommit, tenantIds: [...new Set(rows.map((row) => row.tenantId))] };
  });
}
