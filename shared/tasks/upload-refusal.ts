import { can } from '#shared/access/can.ts';
import type { FilePurpose } from '#shared/files/file.ts';
import { columnsIn, isMember, reachesBuilding } from '#shared/people/actor.ts';
import { isAssigned, refusalOf, type TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';

/**
 * The refusal that stops an upload by its grant, or null where it may go on: asked when the file is declared, at every
 * byte and at the end. Whoever names a task, also for the archive, must be allowed to attach to it: a completed task
 * refuses, whatever other task is open (access.md, decision 5).
 */
export function uploadRefusal(
  purpose: FilePurpose,
  task: Task | null,
  context: TaskContext,
): TaskRefusal | null {
  if (purpose === 'answer-photo') return refusalOf('fill-task-checklist', task, context);
  if (purpose === 'task-attachment') return refusalOf('attach-to-task', task, context);

  const named = task === null ? null : refusalOf('attach-to-task', task, context);
  if (named !== null) return named;
  const place = task ?? context.folder;
  if (place === null) return { code: 'folder.not-found' };
  const assigned = task !== null && isAssigned(context.actor, task);
  const open = task !== null && isOpen(task.state);
  const facts = {
    t: isMember(context.actor, place.tenantId),
    b: reachesBuilding(context.actor, place.tenantId, place.buildingId),
    a: assigned,
    s: open,
    g: assigned && open,
    z: true,
    q: true,
  };
  if (can('upload-to-archive', columnsIn(context.actor, place.tenantId), facts)) return null;
  return task === null ? { code: 'folder.not-found' } : { code: 'grant.missing' };
}
