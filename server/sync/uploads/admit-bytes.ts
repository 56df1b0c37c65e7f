import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import { withScope } from '#server/db/scope.ts';
import {
  findUploadByAddress,
  lockUpload,
  noteProgress,
  progressEvery,
} from '#server/files/upload-queries.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { withFileSituation, type FileSituation } from '#server/sync/settle-file.ts';
import { endedRefusal, refuseUpload } from '#server/sync/uploads/refuse-upload.ts';
import { removeEndedBytes } from '#server/sync/uploads/remove-ended-bytes.ts';
import type { FileOf, UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { isOutstanding } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { millis } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import { byteRefusal, type FileRefusal } from '#shared/tasks/land-file.ts';

export type Admitted =
  | { readonly kind: 'admitted'; readonly fileId: Id; readonly size: number }
  /** Everything is here, and perhaps no longer where tus looks for it. */
  | { readonly kind: 'whole'; readonly size: number }
  /** The address takes nothing any more; `refusal` where the file itself has ended. */
  | { readonly kind: 'over'; readonly refusal: FileRefusal | null }
  /** The grant has ended. */
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

/**
 * Asks, at every single upload request and under locks, whether this person may still send to this address. A lost
 * grant refuses the file at once and takes its bytes away. null: no such upload of this person.
 */
export async function admitBytes(
  deps: UploadDeps,
  who: Omit<FileOf, 'fileId'>,
  request: { uploadId: string; writes: boolean },
): Promise<Admitted | null> {
  const upload = await withScope(deps.db, who.scope, (trx) => findUploadByAddress(trx, request.uploadId));
  if (upload === undefined || upload.declaredBy !== who.personId) return null;
  const asked = await withFileSituation(
    deps.db,
    { ...who, fileId: upload.fileId },
    deps.clock(),
    async (found) => ({ ...(await admit(found, request)), tenantId: found.tenantId, taskId: found.taskId }),
  );
  if (asked === null) return null;
  await runAfterCommit(deps, [asked.after]);
  if (asked.result.kind === 'refused') await removeEndedBytes(deps, { ...asked, fileId: upload.fileId });
  return asked.result;
}

async function admit(
  found: FileSituation,
  request: { uploadId: string; writes: boolean },
): Promise<{ result: Admitted; after: AfterCommit }> {
  const { trx, file, situation, context } = found;
  const answer = (result: Admitted) => ({ result, after: noAfterCommit });
  const upload = must(await lockUpload(trx, file.id), 'declared file');
  if (file.state === 'available') {
    return answer(
      upload.uploadId === request.uploadId
        ? { kind: 'whole', size: file.size }
        : { kind: 'over', refusal: null },
    );
  }
  if (!isOutstanding(file)) return answer({ kind: 'over', refusal: endedRefusal(found) });
  const refusal = byteRefusal(situation, file.id, context);
  if (refusal !== null) {
    return { result: { kind: 'refused', refusal }, after: await refuseUpload(found, refusal) };
  }
  if (upload.uploadId !== request.uploadId) return answer({ kind: 'over', refusal: null });
  if (file.state === 'received') return answer({ kind: 'whole', size: file.size });

  const noted = file.state === 'receiving' && millis(context.now) - millis(upload.progressAt) < progressEvery;
  if (request.writes && !noted) await noteProgress(trx, file.id, 'receiving', context.now);
  return answer({ kind: 'admitted', fileId: file.id, size: file.size });
}
