import { withScope } from '#server/db/scope.ts';
import { endUpload, lockUpload } from '#server/files/upload-queries.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { lockTasks } from '#server/tasks/task-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';

/**
 * Removes the bytes of a refused, cancelled or expired file, incoming and kept. Under the locks of a declaration, so
 * that a file declared again meanwhile keeps what it has received since.
 */
export async function removeEndedBytes(
  deps: Pick<UploadDeps, 'db' | 'store'>,
  file: { tenantId: Id; taskId: Id | null; fileId: Id },
): Promise<void> {
  await withScope(deps.db, { kind: 'tenant', tenantId: file.tenantId }, async (trx) => {
    if (file.taskId !== null) await lockTasks(trx, [file.taskId]);
    const upload = await lockUpload(trx, file.fileId);
    if (upload === undefined || upload.uploadId === null) return;
    if (upload.state !== 'refused' && upload.state !== 'cancelled' && upload.state !== 'expired') return;
    await deps.store.removeIncoming(upload.uploadId);
    await deps.store.removeKept(upload.storageKey);
    await endUpload(trx, file.fileId);
  });
}
