import type { Transaction } from 'kysely';
import { laterBy } from '#server/clock.ts';
import type { Database } from '#server/db/database.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { arrivedBytes } from '#server/files/arrived-bytes.ts';
import {
  endFile,
  listOutstandingUploads,
  listUploadsToRemove,
  lockUpload,
  type Upload,
} from '#server/files/upload-queries.ts';
import { describeError } from '#server/log.ts';
import { findActor, tenantIdsOf } from '#server/people/actor-queries.ts';
import { listTenantIds } from '#server/people/list-tenant-ids.ts';
import { runAfterCommit } from '#server/sync/after-commit.ts';
import { reserveQuota } from '#server/sync/quota.ts';
import { finaliseFile } from '#server/sync/uploads/finalise-file.ts';
import { removeEndedBytes } from '#server/sync/uploads/remove-ended-bytes.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';
import { lockTasks } from '#server/tasks/task-queries.ts';
import { isOutstanding } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';

const days = 86_400_000;
/** A file to which nothing has come for so long expires. */
const expiresAfter = 7 * days;
/** A new upload's row may still be on its way to its commit. */
const orphanAfter = 3_600_000;

/** What a sweep did. */
export interface Swept {
  finalised: number;
  expired: number;
  removed: number;
  orphans: number;
}

/**
 * Brings every byte stream to an end, whatever was lost on the way: whole uploads nobody finalised land, those to
 * which nothing comes expire, ended files lose their bytes, and bytes that no file knows are removed. One file's
 * trouble is logged and does not keep the others waiting. Never touches what has landed.
 */
export async function sweepUploads(deps: UploadDeps, now: Instant): Promise<Swept> {
  const swept: Swept = { finalised: 0, expired: 0, removed: 0, orphans: 0 };
  const tenants = await withScope(deps.db, { kind: 'operator' }, listTenantIds);
  const live = new Set<string>();
  for (const tenantId of tenants) {
    const scope = { kind: 'tenant', tenantId } as const;
    const outstanding = await withScope(deps.db, scope, listOutstandingUploads);
    for (const upload of outstanding) {
      if (upload.uploadId !== null) live.add(upload.uploadId);
      await guarded(deps, upload, () => sweepOutstanding(deps, upload, now, swept));
    }
    for (const upload of await withScope(deps.db, scope, listUploadsToRemove)) {
      await guarded(deps, upload, async () => {
        await removeEndedBytes(deps, upload);
        swept.removed += 1;
      });
    }
  }
  // Only now: every tenant has said which uploads are its own, or the sweep has failed.
  swept.orphans = await removeOrphans(deps, live, millis(now) - orphanAfter);
  return swept;
}

async function removeOrphans(deps: UploadDeps, live: ReadonlySet<string>, before: number): Promise<number> {
  const touched = new Map<string, number>();
  for await (const { uploadId, touchedAt } of deps.store.listIncoming()) {
    if (!live.has(uploadId)) touched.set(uploadId, Math.max(touchedAt, touched.get(uploadId) ?? 0));
  }
  const orphans = [...touched].filter(([, at]) => at <= before);
  for (const [uploadId] of orphans) await deps.store.removeIncoming(uploadId);
  return orphans.length;
}

async function guarded(deps: UploadDeps, upload: Upload, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.log.error(`The sweep left a file as it is: ${describeError(error)}`, { fileId: upload.fileId });
  }
}

async function sweepOutstanding(deps: UploadDeps, upload: Upload, now: Instant, swept: Swept): Promise<void> {
  if ((await arrivedBytes(deps.store, upload)) === upload.size) {
    const scope = await scopeOf(deps, upload.declaredBy);
    const who = { personId: upload.declaredBy, fileId: upload.fileId };
    const done = scope === null ? null : await finaliseFile(deps, { ...who, scope });
    // Nobody the rules could ask about any more: the person or the engagement is gone.
    if (done === null) await end(deps, upload, { state: 'refused', refusalCode: 'grant.ended' }, now);
    swept.finalised += 1;
  } else if (millis(upload.progressAt) <= millis(now) - expiresAfter) {
    if (await end(deps, upload, { state: 'expired', refusalCode: null }, now)) swept.expired += 1;
  }
}

async function scopeOf(deps: UploadDeps, personId: Id): Promise<Extract<DbScope, { kind: 'person' }> | null> {
  const actor = await withScope(deps.db, { kind: 'sign-in' }, (trx) => findActor(trx, personId));
  return actor === null ? null : { kind: 'person', personId, tenantIds: tenantIdsOf(actor) };
}

/** Ends a file without asking its declarer's grant; false where it moved on meanwhile or its task waits for it. */
async function end(
  deps: UploadDeps,
  upload: Upload,
  as: Parameters<typeof endFile>[2],
  now: Instant,
): Promise<boolean> {
  const { tenantId, taskId, fileId } = upload;
  const ended = await withScope(deps.db, { kind: 'tenant', tenantId }, async (trx) => {
    if (as.state === 'expired' && (await isAwaited(trx, taskId, fileId))) return false;
    if (as.state === 'refused' && taskId !== null) await lockTasks(trx, [taskId]);
    const current = await lockUpload(trx, fileId);
    if (current === undefined || !isOutstanding(current)) return false;
    if (as.state === 'expired' && current.progressAt > laterBy(now, -expiresAfter)) return false;
    await endFile(trx, fileId, as);
    await reserveQuota(trx, tenantId, -current.size);
    return true;
  });
  if (!ended) return false;
  await runAfterCommit(deps, [{ personIds: [upload.declaredBy], tenantIds: [tenantId], uploadIds: [] }]);
  await removeEndedBytes(deps, upload);
  return true;
}

/** A Completing task goes on waiting for its files until a person decides (access.md, decision 4). Locks the task. */
async function isAwaited(trx: Transaction<Database>, taskId: Id | null, fileId: Id): Promise<boolean> {
  if (taskId === null) return false;
  const task = (await lockTasks(trx, [taskId])).get(taskId);
  return task?.state === 'completing' && task.expectedFiles.includes(fileId);
}
