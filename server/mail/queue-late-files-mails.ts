import type { Kysely } from 'kysely';
import { laterBy, type Clock } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { listLateFilesReceivers } from '#server/mail/late-files-mail-queries.ts';
import { queueMail } from '#server/mail/queue-mail.ts';
import { listTenantIds } from '#server/people/list-tenant-ids.ts';

const threeDays = 72 * 3_600_000;

/**
 * Tells both sides, once, of a task that has been Completing for 72 h; nothing changes by itself (access.md, decision
 * 4). A task that was returned and completed again is told of again.
 */
export async function queueLateFilesMails(deps: { db: Kysely<Database>; clock: Clock }): Promise<void> {
  const now = deps.clock();
  const tenants = await withScope(deps.db, { kind: 'operator' }, listTenantIds);
  for (const tenantId of tenants) {
    await withScope(deps.db, { kind: 'tenant', tenantId }, async (trx) => {
      for (const { taskId, personId, completedAt } of await listLateFilesReceivers(
        trx,
        laterBy(now, -threeDays),
      )) {
        await queueMail(trx, {
          tenantId,
          kind: 'late-files',
          personId,
          params: { taskId },
          dedupeKey: `late-files:${taskId}:${completedAt}:${personId}`,
          now,
        });
      }
    });
  }
}
