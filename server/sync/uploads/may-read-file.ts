import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { PlacedFile } from '#server/files/ticket-queries.ts';
import { hasBuildingGrant } from '#server/grants/grant-queries.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { can } from '#shared/access/can.ts';
import { columnsIn, isMember, reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { taskFacts, type TaskContext } from '#shared/tasks/task-context.ts';

/**
 * Whether the person may read these bytes now: a task's files with the task, an archive's with the building, files
 * not approved only by who may assess them and who sent them. Only what has landed is read at all.
 */
export async function mayReadFile(
  trx: Transaction<Database>,
  actor: Actor,
  placed: PlacedFile,
  now: TaskContext['now'],
): Promise<boolean> {
  const { file, tenantId, buildingId, taskId } = placed;
  if (file.state !== 'available') return false;
  const held = columnsIn(actor, tenantId);
  if (file.purpose === 'archive') {
    const action = file.approval === 'approved' ? 'read-archive' : 'read-unapproved-archive';
    return can(action, held, {
      t: isMember(actor, tenantId),
      b: reachesBuilding(actor, tenantId, buildingId),
      g: await hasBuildingGrant(trx, actor.personId, buildingId),
      o: file.declaredBy === actor.personId,
      z: true,
      c: true,
    });
  }
  const task = taskId === null ? undefined : await findTask(trx, taskId);
  if (task === undefined) return false;
  const nothingElse = { former: false, quotaLeft: 0, folder: null, file: null, directory: null };
  return can('read-attachment', held, taskFacts(task, { actor, now, ...nothingElse }));
}
