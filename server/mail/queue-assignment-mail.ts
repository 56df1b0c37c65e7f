import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { queueMail } from '#server/mail/queue-mail.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/**
 * Queues the notice that a task was assigned to the person or to the person's company (M1), once for an assignment. It
 * is sent only if that still holds when its turn comes.
 */
export async function queueAssignmentMail(
  trx: Transaction<Database>,
  assigned: { tenantId: Id; taskId: Id; personId: Id; now: Instant },
): Promise<void> {
  const { tenantId, taskId, personId, now } = assigned;
  await queueMail(trx, {
    tenantId,
    kind: 'assignment',
    personId,
    params: { taskId },
    dedupeKey: `assignment:${taskId}:${personId}:${now}`,
    now,
  });
}
