import type { AppDeps } from '#server/app-deps.ts';
import { describeError } from '#server/log.ts';
import { finaliseFile, type Finalised } from '#server/sync/uploads/finalise-file.ts';
import type { FileOf } from '#server/sync/uploads/upload-deps.ts';
import type { Id } from '#shared/kernel/ids.ts';

export interface Finaliser {
  /** Joins a verdict under way for the same file, so that asking often does not hash often. */
  finalise(who: FileOf): Promise<Finalised | null>;
  /** The same without waiting; trouble is logged, and the sweeper comes again. */
  soon(who: FileOf): void;
}

/** `finaliseFile` for the routes: one verdict at a time for each file of this process. */
export function createFinaliser(deps: AppDeps): Finaliser {
  const running = new Map<Id, Promise<Finalised | null>>();

  async function finalise(who: FileOf): Promise<Finalised | null> {
    // Only the declarer's call is joined: for everybody else there is no such file.
    const key = `${who.personId} ${who.fileId}`;
    const known = running.get(key);
    if (known !== undefined) return known;
    const verdict = finaliseFile(deps, who).finally(() => running.delete(key));
    running.set(key, verdict);
    return verdict;
  }

  return {
    finalise,
    soon(who) {
      if (deps.closing.aborted) return;
      finalise(who).catch((error: unknown) => {
        deps.log.warn(`A received file waits for the sweep: ${describeError(error)}`, { fileId: who.fileId });
      });
    },
  };
}
