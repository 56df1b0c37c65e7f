import type { Instant } from '#shared/kernel/instant.ts';
import type { DeclareFile } from '#shared/tasks/declare-file.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';

/**
 * A file whose declaration was applied and whose bytes were refused moves to attention, whole, in the running
 * transaction. Told once: the item is named after the command that declared it.
 */
export async function keepRefusedUpload(
  db: PersonDatabase,
  upload: UploadRow,
  refusal: Refusal,
  now: Instant,
): Promise<void> {
  await db.uploads.put({ ...upload, state: 'refused' });
  if ((await db.attention.get(upload.declareId)) !== undefined) return;
  await db.attention.put({
    id: upload.declareId,
    kind: 'upload',
    taskId: upload.taskId,
    fileId: upload.fileId,
    command: declarationOf(upload),
    refusal: asTold(upload, refusal),
    task: upload.task,
    label: upload.name,
    order: upload.order,
    retries: upload.retries,
    madeAt: upload.madeAt,
    at: now,
    status: 'open',
    askedBy: null,
  });
}

/** A file without a task had none to lose: what ended is the way to its folder. */
function asTold({ taskId }: UploadRow, refusal: Refusal): Refusal {
  return taskId === null && refusal.code === 'grant.ended' ? { code: 'folder.not-found' } : refusal;
}

/** The command that declared an upload, as it was sent. */
export function declarationOf(upload: UploadRow): DeclareFile {
  return {
    type: 'declare-file',
    id: upload.declareId,
    madeAt: upload.madeAt,
    taskId: upload.taskId,
    fileId: upload.fileId,
    purpose: upload.purpose,
    folderId: upload.folderId,
    checklistId: upload.checklistId,
    questionId: upload.questionId,
    name: upload.name,
    size: upload.size,
    sha256: upload.sha256,
  };
}
