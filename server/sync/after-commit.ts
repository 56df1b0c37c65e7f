import type { AfterCommit } from '#server/consequences.ts';
import type { FileStore } from '#server/files/file-store.ts';
import { describeError, type Log } from '#server/log.ts';
import type { PokeHub } from '#server/sync/poke-hub.ts';

/**
 * Does what remains after a commit: deletes the bytes of refused uploads and pokes. None of it can undo the work; bytes
 * that could not be deleted now are swept later.
 */
export async function runAfterCommit(
  deps: { store: FileStore; pokes: PokeHub; log: Log },
  after: readonly AfterCommit[],
): Promise<void> {
  for (const { personIds, tenantIds, uploadIds } of after) {
    deps.pokes.poke({ personIds, tenantIds });
    for (const uploadId of uploadIds) {
      try {
        await deps.store.removeIncoming(uploadId);
      } catch (error) {
        deps.log.warn(`Bytes of a refused upload stay until the sweep: ${describeError(error)}`);
      }
    }
  }
}
