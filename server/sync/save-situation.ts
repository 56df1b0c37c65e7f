import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { reserveQuota } from '#server/sync/quota.ts';
import { saveFiles } from '#server/tasks/save-files.ts';
import { saveTask } from '#server/tasks/save-task.ts';
import { takeTaskNumber } from '#server/tasks/task-queries.ts';
import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Situation } from '#shared/tasks/situation.ts';

/**
 * Writes what decisions changed in one task or one taskless file, and keeps the tenant's quota: reserved from the
 * declaration on, given back when a file ends without landing.
 */
export async function saveSituation(
  trx: Transaction<Database>,
  before: Situation,
  after: Situation,
  folder: { tenantId: Id; buildingId: Id } | null,
): Promise<void> {
  const { task } = after;
  if (task !== null) {
    if (before.task === null) await takeTaskNumber(trx, task.tenantId);
    await saveTask(trx, before.task, task);
    await reserveQuota(trx, task.tenantId, reserved(task.files) - reserved(before.task?.files ?? []));
    return;
  }
  if (after.file === null || folder === null) return;
  const was = before.file === null ? [] : [before.file];
  await saveFiles(trx, was, [after.file], { ...folder, id: null });
  await reserveQuota(trx, folder.tenantId, reserved([after.file]) - reserved(was));
}

function reserved(files: readonly FileRecord[]): number {
  const counted = files.filter((file) => isOutstanding(file) || file.state === 'available');
  return counted.reduce((sum, file) => sum + file.size, 0);
}
