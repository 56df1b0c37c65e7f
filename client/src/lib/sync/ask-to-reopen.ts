import type { Id } from '#shared/kernel/ids.ts';
import { waitingItemSchema, type WaitingItem } from '#shared/tasks/task.ts';
import { loadWork, waitingIn } from '#lib/sync/holding.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { queueCommand, type Queued } from '#lib/sync/queue-command.ts';

/** A request carries at most so many items. */
const mostItems = 500;

/**
 * Asks staff to reopen a task (or to be added to it again), with the list of what waits for it on this device: names,
 * sizes and times. The waiting items are marked as asked for in the same transaction.
 */
export async function askToReopen(places: OwnPlaces, taskId: Id, message: string): Promise<Queued> {
  const { ports, database } = places;
  const work = await database.use((db) =>
    db.transaction('r', [db.outbox, db.uploads, db.attention], async () => loadWork(db)),
  );
  const waiting = waitingIn(work)
    .filter((item) => item.taskId === taskId)
    .map(({ kind, name, size, madeAt }): WaitingItem => ({ kind, name, size, madeAt }))
    .filter((item) => waitingItemSchema.safeParse(item).success)
    .slice(0, mostItems);
  return queueCommand(
    ports,
    database,
    { type: 'request-reopening', taskId, message, waiting },
    {
      beside: async (db, entry) => {
        await db.attention
          .where('taskId')
          .equals(taskId)
          .filter((item) => item.status === 'open')
          .modify({ status: 'asked', askedBy: entry.id });
      },
    },
  );
}
