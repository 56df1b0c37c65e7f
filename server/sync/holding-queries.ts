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
import type { WaitingItem } from '#shared/tasks/task.ts';

/**
 * Notes what the device says it still holds, per task it has or had, and when. Only a changed list is written. The
 * office is poked, since it shows the list.
 */
export async function saveHolding(
  db: Kysely<Database>,
  sender: Sender & { device: NonNullable<Sender['device']> },
  holding: Holding,
  now: Instant,
): Promise<AfterCommit> {
  const hash = createHash('sha256').update(JSON.stringify(holding)).digest('hex');
  return withScope(db, sender.scope, async (trx) => {
    const device = await trx
      .updateTable('devices')
      .set({ last_contact_at: now })
      .where('id', '=', sender.device.id)
      .where('person_id', '=', sender.personId)
      .returning('holding_hash')
      .executeTakeFirst();
    if (device === undefined || device.holding_hash === hash) return noAfterCommit;
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
          files: one.files,
          bytes: one.bytes,
          commands: one.commands,
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

/** What devices said at their last contact, for one task. */
export interface TaskHolding {
  readonly personName: string;
  /** As whom the person last had the task: who loses it, if the task is taken from this party. */
  readonly partyId: Id | null;
  readonly files: number;
  readonly bytes: number;
  readonly commands: number;
  readonly items: WaitingItem[];
  readonly lastContactAt: Instant;
}

/** What people's devices hold for these tasks, newest report first. */
export async function listHoldings(
  db: Kysely<Database>,
  taskIds: readonly Id[],
): Promise<(TaskHolding & { taskId: Id })[]> {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom('device_holdings as h')
    .innerJoin('people as p', 'p.id', 'h.person_id')
    .select([
      'h.task_id as taskId',
      'p.name as personName',
      sql<Id | null>`(select g.party_id from grant_history g
        where g.task_id = h.task_id and g.person_id = h.person_id order by g.id desc limit 1)`.as('partyId'),
      'h.files',
      'h.bytes',
      'h.commands',
      'h.items',
      sql<Instant>`iso(h.reported_at)`.as('lastContactAt'),
    ])
    .where('h.task_id', 'in', [...taskIds])
    .orderBy('h.reported_at', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
