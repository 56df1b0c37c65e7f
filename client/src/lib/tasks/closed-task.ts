import type { FileRecord } from '#shared/files/file.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { Task } from '#shared/tasks/task.ts';
import { undoWindow } from '#shared/tasks/undo-complete.ts';

/** A task that is over for the person: from its receipt, or from the task itself while only this device knows. */
export type ClosedTask = Omit<PastTask, 'endedBy'> & {
  readonly endedBy: PastTask['endedBy'];
  /** null where access has ended: building facts are gone then. */
  readonly buildingName: string | null;
};

/** The closed task as its receipt tells it. */
export function fromReceipt(past: PastTask): ClosedTask {
  return { ...past, buildingName: null };
}

/** The same from a task that still lies on the device, as the person's own commands have left it. */
export function fromTask(task: Task, personId: string): ClosedTask {
  const { id, tenantId, tenantName, number, title, state, buildingName } = task;
  return {
    ...{ id, tenantId, tenantName, number, title, state, buildingName },
    endedAt: task.closedAt ?? task.completedAt ?? task.createdAt,
    endedBy: state === 'cancelled' ? 'cancelled' : 'completed',
    completedAt: task.completedAt,
    completedByMe: task.completedBy === personId,
    completedByName: task.completedByName,
    cancelReason: task.cancelReason,
    files: task.files.filter((file) => file.declaredBy === personId && file.state !== 'cancelled'),
    checklists: task.checklists.flatMap((list) =>
      list.deliveredAt === null
        ? []
        : [
            {
              id: list.id,
              title: list.title,
              deliveredAt: list.deliveredAt,
              answers: list.answers.filter((answer) => answer.value !== null).length,
            },
          ],
    ),
    reopeningRequestedAt:
      task.reopeningRequests.find((one) => one.byId === personId && one.answeredAt === null)?.at ?? null,
  };
}

/**
 * Seconds left to undo one's own completion at `now` (by the server's clock); 0 when there is nothing to undo. The
 * window opens when the server receives it: `unsent` has all of it left.
 */
export function undoSecondsLeft(
  { completedAt, completedByMe, state }: Pick<ClosedTask, 'completedAt' | 'completedByMe' | 'state'>,
  now: number,
  unsent = false,
): number {
  const undoable = completedByMe && (state === 'completing' || state === 'completed');
  if (!undoable || completedAt === null) return 0;
  if (unsent) return undoWindow / 1000;
  return Math.max(0, Math.floor((millis(completedAt) + undoWindow - now) / 1000));
}

/** What a receipt says of one file: when the server had it, that it has not, or that it would not. */
export function receiptOf(file: FileRecord): { received: Instant } | 'underway' | 'refused' {
  if (file.state === 'available') return { received: file.availableAt ?? file.declaredAt };
  return file.state === 'refused' || file.state === 'expired' ? 'refused' : 'underway';
}
