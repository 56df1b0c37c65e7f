import { can } from '#shared/access/can.ts';
import type { FileRecord } from '#shared/files/file.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { partyOf, taskFacts, type TaskContext } from '#shared/tasks/task-context.ts';
import type { Task } from '#shared/tasks/task.ts';

/**
 * The task as this person may see it: internal comments, other people's requests and who declined only with read-task-internals,
 * other people's archive files only as the archive itself would show them.
 */
export function projectTask(task: Task, context: TaskContext): Task {
  const me = context.actor.personId;
  const held = columnsIn(context.actor, task.tenantId);
  const facts = taskFacts(task, context);
  const party = partyOf(context.actor, task);
  const seesFile = (file: FileRecord) =>
    file.purpose !== 'archive' ||
    file.declaredBy === me ||
    file.partyId === party ||
    can(file.approval === 'approved' ? 'read-archive' : 'read-unapproved-archive', held, {
      ...facts,
      o: false,
    });
  const internals = can('read-task-internals', held, facts);
  return {
    ...task,
    declined: internals ? task.declined : null,
    files: task.files.filter(seesFile),
    comments: task.comments.filter((comment) => internals || !comment.internal),
    reopeningRequests: task.reopeningRequests.filter((request) => internals || request.byId === me),
  };
}
