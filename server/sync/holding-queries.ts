import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { WaitingItem } from '#shared/tasks/task.ts';

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
