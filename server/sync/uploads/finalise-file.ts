import { insertArchiveEntry } from '#server/archive/insert-archive-entry.ts';
import { noAfterCommit, type AfterCommit } from '#server/consequences.ts';
import { withScope } from '#server/db/scope.ts';
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

interface Step<Result> {
  readonly result: Result;
  readonly after: AfterCommit;
}

/**
 * Lands a file whose bytes are all here, or says what is missing. Idempotent, and called by three triggers: the
 * device, the end of the last PATCH, and the sweeper; so no byte stream is forgotten when one of them fails. The
 * grant is asked under locks before the bytes are read and once more after. null: no such file of this person.
 */
export async function finaliseFile(deps: UploadDeps, who: FileOf): Promise<Finalised | null> {
  const upload = await withScope(deps.db, who.scope, (trx) => findUpload(trx, who.fileId));
  if (upload === undefined || upload.declaredBy !== who.personId) return null;
  const offset = await arrivedBytes(deps.store, upload);

  const begun = await underLock(deps, who, (found) => begin(found, upload, offset));
  if (begun === null || begun !== 'whole') return begun;
  const bytes = await verifyBytes((range) => readArrived(deps.store, upload, range));
  const intact = bytes.sha256 === must(await declaredHash(deps, who), 'declared hash');
  // Kept before it is said to be: a crash in between leaves bytes that nobody can reach, and the next call goes on.
  if (intact && !bytes.program) await deps.store.keep(must(upload.uploadId, 'upload id'), upload.storageKey);
  return underLock(deps, who, (found) => settle(found, upload, bytes));
}
