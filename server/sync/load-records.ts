import type { Kysely } from 'kysely';
import { listBuildingsById } from '#server/buildings/building-queries.ts';
import type { Database } from '#server/db/database.ts';
import { listFilesById } from '#server/files/file-queries.ts';
import type { Stamp } from '#server/sync/feed-queries.ts';
import { listPastTasks } from '#server/sync/past-task-queries.ts';
import { listTasksById } from '#server/tasks/task-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import { projectTask } from '#shared/tasks/project-task.ts';

/** Records for stamps: what the person may see of each. A stamp without a record means it is gone for them. */
export async function loadRecords(
  db: Kysely<Database>,
  actor: Actor,
  stamps: readonly Stamp[],
  now: Instant,
): Promise<Map<Stamp, SyncRecord | null>> {
  const ids = (kind: string) => stamps.filter((one) => one.recordKind === kind).map((one) => one.recordId);
  const tasks = byId(await listTasksById(db, ids('task')));
  const buildings = byId(await listBuildingsById(db, ids('building')));
  const pastTasks = byId(await listPastTasks(db, actor.personId, ids('past-task')));
  const files = new Map((await listFilesById(db, ids('own-file'))).map((one) => [one.file.id, one]));
  const context = { actor, now, former: false, quotaLeft: 0, folder: null, file: null, directory: null };

  const toRecord = ({ recordKind, recordId: id, rev }: Stamp): SyncRecord | null => {
    switch (recordKind) {
      case 'task': {
        const task = tasks.get(id);
        return task ? { kind: 'task', id, rev, body: projectTask(task, context) } : null;
      }
      case 'building': {
        const body = buildings.get(id);
        return body ? { kind: 'building', id, rev, body } : null;
      }
      case 'past-task': {
        const body = pastTasks.get(id);
        return body ? { kind: 'past-task', id, rev, body } : null;
      }
      case 'own-file': {
        const known = files.get(id);
        return known?.taskId === null ? { kind: 'own-file', id, rev, body: known.file } : null;
      }
      case 'profile':
        return { kind: 'profile', id, rev, body: actor };
      default:
        return null;
    }
  };
  return new Map(stamps.map((stamp) => [stamp, toRecord(stamp)]));
}

function byId<Body extends { id: Id }>(bodies: readonly Body[]): Map<Id, Body> {
  return new Map(bodies.map((body) => [body.id, body]));
}
