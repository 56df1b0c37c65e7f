import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import { arrivedBytes } from '#server/files/arrived-bytes.ts';
import { newUploadId } from '#server/files/upload-id.ts';
import { beginUpload, lockUpload } from '#server/files/upload-queries.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { lockQuota } from '#server/sync/quota.ts';
import { withFileSituation, type FileSituation } from '#server/sync/settle-file.ts';
import { endedRefusal, refuseUpload } from '#server/sync/uploads/refuse-upload.ts';
import { removeEndedBytes } from '#server/sync/uploads/remove-ended-bytes.ts';
import type { FileOf, UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { isOutstanding, type FileState } from '#shared/files/file.ts';
import { must } from '#shared/kernel/must.ts';
import { byteRefusal, type FileRefusal } from '#shared/tasks/land-file.ts';

export type Session =
  | {
      readonly kind: 'open';
      /** Where to send bytes from `offset` on; null when none are wanted any more. */
      readonly uploadId: string | null;
      readonly offset: number;
      readonly state: FileState;
    }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

/**
 * Finds or makes the one live upload of a declared file; asking again gives the same address. Asks the grant. A file
 * that merely expired is taken up again while its grant and the quota allow. null: no such file of this person.
 */
export async function openSession(deps: UploadDeps, who: FileOf): Promise<Session | null> {
  const opened = await withFileSituation(deps.db, who, deps.clock(), async (found) => {
    const { result, after } = await open(deps, found);
    return { result, after, place: { ...who, tenantId: found.tenantId, taskId: found.taskId } };
  });
  if (opened === null) return null;
  await runAfterCommit(deps, [opened.after]);
  if (opened.result.kind === 'refused') await removeEndedBytes(deps, opened.place);
  return opened.result;
}

async function open(
  deps: UploadDeps,
  found: FileSituation,
): Promise<{ result: Session; after: AfterCommit }> {
  const { file, situation, context } = found;
  if (file.state === 'available') {
    const result = { kind: 'open', uploadId: null, offset: file.size, state: file.state } as const;
    return { result, after: noAfterCommit };
  }
  const refusal = byteRefusal(situation, file.id, context);
  if (!isOutstanding(file)) {
    // Settled is all the rule may say: the grant, which it asks first, still stands.
    if (file.state === 'expired' && refusal?.code === 'file.settled' && (await fits(found))) {
      const after = await takeUpAgain(found);
      return { result: await openOutstanding(deps, found), after };
    }
    return { result: { kind: 'refused', refusal: endedRefusal(found) }, after: noAfterCommit };
  }
  if (refusal !== null) {
    return { result: { kind: 'refused', refusal }, after: await refuseUpload(found, refusal) };
  }
  return { result: await openOutstanding(deps, found), after: noAfterCommit };
}

async function openOutstanding(deps: UploadDeps, { trx, file }: FileSituation): Promise<Session> {
  const upload = must(await lockUpload(trx, file.id), 'declared file');
  const offset = await arrivedBytes(deps.store, upload);
  if (offset !== null) return { kind: 'open', uploadId: upload.uploadId, offset, state: upload.state };
  const uploadId = newUploadId();
  await deps.store.create(uploadId, upload.size);
  await beginUpload(trx, file.id, uploadId);
  return { kind: 'open', uploadId, offset: 0, state: upload.state };
}

async function fits({ trx, tenantId, file }: FileSituation): Promise<boolean> {
  const left = (await lockQuota(trx, [tenantId])).get(tenantId) ?? 0;
  return file.size <= left;
}

/** The declaration still stands: nothing but time had ended it. */
async function takeUpAgain({ file, situation, context, save }: FileSituation): Promise<AfterCommit> {
  const again = { ...file, state: 'declared' as const, declaredAt: context.now };
  const { task } = situation;
  const next =
    task === null
      ? { task, file: again }
      : { task: { ...task, files: task.files.map((one) => (one.id === file.id ? again : one)) }, file: null };
  return save(next, [{ type: 'file-declared', fileId: file.id, size: file.size }]);
}
