import { putInArchive } from '#server/archive/put-in-archive.ts';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import { withScope } from '#server/db/scope.ts';
import { MissingBytes } from '#server/files/file-store.ts';
import { arrivedBytes, readArrived } from '#server/files/arrived-bytes.ts';
import { findUpload, noteProgress, startAgain, type Upload } from '#server/files/upload-queries.ts';
import { verifyBytes } from '#server/files/verify-bytes.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { withFileSituation, type FileSituation } from '#server/sync/settle-file.ts';
import { endedRefusal, refuseUpload } from '#server/sync/uploads/refuse-upload.ts';
import { removeEndedBytes } from '#server/sync/uploads/remove-ended-bytes.ts';
import type { FileOf, UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { isOutstanding, type FileState } from '#shared/files/file.ts';
import { must } from '#shared/kernel/must.ts';
import { byteRefusal, landFile, type FileRefusal, type VerifiedBytes } from '#shared/tasks/land-file.ts';

export type Finalised =
  | { readonly kind: 'available' }
  /** Bytes are still to come, from `offset` on, to an address that a new session tells. */
  | { readonly kind: 'waiting'; readonly state: FileState; readonly offset: number }
  /** What arrived was not what was declared: once, everything is sent again. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

type Begun = Finalised | { readonly kind: 'whole'; readonly sha256: string };

interface Step<Result> {
  readonly result: Result;
  readonly after?: AfterCommit;
}

/**
 * Lands a file whose bytes are all here, or says what is missing. Idempotent, and called by three triggers: the
 * device, the end of the last PATCH, and the sweeper; so no byte stream is forgotten when one of them fails. The
 * grant is asked under locks before the bytes are read and once more after. null: no such file of this person.
 */
export async function finaliseFile(deps: UploadDeps, who: FileOf, tries = 3): Promise<Finalised | null> {
  const upload = await withScope(deps.db, who.scope, (trx) => findUpload(trx, who.fileId));
  if (upload === undefined || upload.declaredBy !== who.personId) return null;
  const offset = await arrivedBytes(deps.store, upload);

  const begun = await underLocks<Begun>(deps, who, (found) => begin(found, upload, offset));
  if (begun?.kind !== 'whole') return begun;
  try {
    const bytes = await verifyAndKeep(deps, upload, begun.sha256);
    const settled = await underLocks<Finalised>(deps, who, (found) => settle(found, upload, bytes));
    if (settled?.kind === 'restart') await deps.store.removeIncoming(must(upload.uploadId, 'upload id'));
    return settled;
  } catch (error) {
    // Refused, or kept by another verdict, while this one was reading: the next try sees which.
    if (error instanceof MissingBytes && tries > 1) return finaliseFile(deps, who, tries - 1);
    throw error;
  }
}

/** Kept before it is said to be: a crash in between leaves bytes that nobody can reach, and the next verdict goes on. */
async function verifyAndKeep(deps: UploadDeps, upload: Upload, sha256: string): Promise<VerifiedBytes> {
  const bytes = await verifyBytes((range) => readArrived(deps.store, upload, range));
  if (bytes.sha256 === sha256 && !bytes.program) {
    await deps.store.keep(must(upload.uploadId, 'upload id'), upload.storageKey);
  }
  return bytes;
}

async function begin(found: FileSituation, upload: Upload, offset: number | null): Promise<Step<Begun>> {
  const { trx, file, context } = found;
  const over = await alreadyOver(found, upload);
  if (over !== null) return over;
  if (offset !== file.size) return { result: { kind: 'waiting', state: file.state, offset: offset ?? 0 } };
  if (file.state !== 'received') await noteProgress(trx, file.id, 'received', context.now);
  return { result: { kind: 'whole', sha256: file.sha256 } };
}

async function settle(found: FileSituation, upload: Upload, bytes: VerifiedBytes): Promise<Step<Finalised>> {
  const { trx, file, situation, context } = found;
  const over = await alreadyOver(found, upload);
  if (over !== null) return over;
  const decision = landFile(situation, file.id, bytes, context);
  if (decision.ok) {
    const after = await found.save(decision.next, decision.events);
    if (file.purpose === 'archive') await putInArchive(trx, file.id, context);
    return { result: { kind: 'available' }, after };
  }
  if (decision.refusal.code === 'file.corrupt' && !upload.restarted) {
    await startAgain(trx, file.id, true, context.now);
    return { result: { kind: 'restart' } };
  }
  const after = await refuseUpload(found, decision.refusal);
  return { result: { kind: 'refused', refusal: decision.refusal }, after };
}

/** The answer where nothing is to be landed any more: settled, refused by the grant, or begun anew meanwhile. */
async function alreadyOver(found: FileSituation, upload: Upload): Promise<Step<Finalised> | null> {
  const { trx, file, situation, context } = found;
  if (file.state === 'available') return { result: { kind: 'available' } };
  if (!isOutstanding(file)) return { result: { kind: 'refused', refusal: endedRefusal(found) } };
  const refusal = byteRefusal(situation, file.id, context);
  if (refusal !== null) {
    return { result: { kind: 'refused', refusal }, after: await refuseUpload(found, refusal) };
  }
  const current = await findUpload(trx, file.id);
  if (current?.uploadId === upload.uploadId) return null;
  return { result: { kind: 'waiting', state: file.state, offset: 0 } };
}

/** One step under the locks, and what remains of it after the commit. */
async function underLocks<Result extends Begun>(
  deps: UploadDeps,
  who: FileOf,
  step: (found: FileSituation) => Promise<Step<Result>>,
): Promise<Result | null> {
  const done = await withFileSituation(deps.db, who, deps.clock(), async (found) => ({
    ...(await step(found)),
    place: { fileId: who.fileId, tenantId: found.tenantId, taskId: found.taskId },
  }));
  if (done === null) return null;
  await runAfterCommit(deps, [done.after ?? noAfterCommit]);
  if (done.result.kind === 'refused') await removeEndedBytes(deps, done.place);
  return done.result;
}
