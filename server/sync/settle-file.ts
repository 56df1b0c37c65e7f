import type { Kysely, Transaction } from 'kysely';
import { listFoldersById } from '#server/buildings/building-queries.ts';
import { applyConsequences, type AfterCommit } from '#server/consequences.ts';
import type { Database } from '#server/db/database.ts';
import { withScope, type DbScope } from '#server/db/scope.ts';
import { listFilesById, lockFilesById } from '#server/files/file-queries.ts';
import { listFormerTasks } from '#server/grants/grant-queries.ts';
import { lockAnchors } from '#server/grants/lock-anchors.ts';
import { lockActor } from '#server/people/actor-queries.ts';
import { saveSituation } from '#server/sync/save-situation.ts';
import { lockTasks } from '#server/tasks/task-queries.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { partyOf, type TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';

/** A file of a person with all that decides about its bytes, under locks. */
export interface FileSituation {
  readonly trx: Transaction<Database>;
  readonly file: FileRecord;
  readonly taskId: Id | null;
  readonly tenantId: Id;
  readonly situation: Situation;
  readonly context: TaskContext;
  /** Writes the next situation with its consequences; do what remains (`AfterCommit`) once the transaction is over. */
  save(next: Situation, events: readonly TaskEvent[]): Promise<AfterCommit>;
}

/**
 * Opens a transaction in the declaring person's scope, locks in the one order (actor → task → anchors) and hands over
 * what the rules ask. null: no such file of this person. Holding the task's row, a completion waits for this verdict or
 * is seen by it.
 */
export async function withFileSituation<Result>(
  db: Kysely<Database>,
  who: { personId: Id; scope: Extract<DbScope, { kind: 'person' }>; fileId: Id },
  now: Instant,
  work: (found: FileSituation) => Promise<Result>,
): Promise<Result | null> {
  return withScope(db, who.scope, async (trx) => {
    const actor = await lockActor(trx, who.personId);
    const [known] = await listFilesById(trx, [who.fileId]);
    if (actor === null || known === undefined || known.file.declaredBy !== who.personId) return null;

    const task =
      known.taskId === null ? null : ((await lockTasks(trx, [known.taskId])).get(known.taskId) ?? null);
    const folderId = known.file.folderId;
    const [folder] = await listFoldersById(trx, folderId === null ? [] : [folderId]);
    const place = task ?? folder;
    if (place === undefined || (known.taskId !== null && task === null)) return null;
    const buildingId = 'buildingId' in place ? place.buildingId : task?.buildingId;
    if (buildingId === undefined) return null;
    const partyId = task === null ? actor.personId : partyOf(actor, task);
    // Landing may complete a Completing task, which ends access there: alone then, shared otherwise.
    const mode = task?.state === 'completing' ? 'alone' : 'shared';
    await lockAnchors(trx, [{ tenantId: place.tenantId, buildingId, partyId }], mode);

    // Read again under the locks: a command may have changed the file meanwhile.
    const [current] = await lockFilesById(trx, [who.fileId]);
    if (current === undefined || current.taskId !== known.taskId) return null;
    const situation: Situation = { task, file: task === null ? current.file : null };
    const former = await listFormerTasks(trx, actor.personId, task === null ? [] : [task.id]);
    const context: TaskContext = {
      actor,
      now,
      former: task !== null && former.has(task.id),
      quotaLeft: 0,
      folder: folder ?? null,
      file: current.file,
      directory: null,
    };
    return work({
      trx,
      file: current.file,
      taskId: known.taskId,
      tenantId: place.tenantId,
      situation,
      context,
      async save(next, events) {
        await saveSituation(trx, situation, next, folder ?? null);
        const changes = [{ before: situation, after: next, events, folder: folder ?? null }];
        return applyConsequences(trx, { changes, actor, channel: 'app', now });
      },
    });
  });
}
