import { can } from '#shared/access/can.ts';
import { columnsIn } from '#shared/people/actor.ts';
import { taskFacts, type TaskContext } from '#shared/tasks/task-context.ts';
import type { Task } from '#shared/tasks/task.ts';

/** The task as this person may see it: internal comments and other people's requests only with read-task-internals. */
export function projectTask(task: Task, context: TaskContext): Task {
  if (can('read-task-internals', columnsIn(context.actor, task.tenantId), taskFacts(task, context)))
    return task;
  const me = context.actor.personId;
  return {
    ...task,
    comments: task.comments.filter((comment) => !comment.internal),
    reopeningRequests: task.reopeningRequests.filter((request) => request.byId === me),
  };
}
