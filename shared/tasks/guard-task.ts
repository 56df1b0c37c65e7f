import type { Action } from '#shared/access/access-table.ts';
import { refuse } from '#shared/kernel/decision.ts';
import { refusalOf, type TaskContext } from '#shared/tasks/task-context.ts';
import { allows, type Transition } from '#shared/tasks/task-state.ts';
import type { TaskDecision } from '#shared/tasks/task-command.ts';
import type { Task } from '#shared/tasks/task.ts';

/**
 * Runs `rule` on the task if the access table permits `action` and, where given, the table of transitions permits the
 * step from where the task stands. Access is asked before existence and before state.
 */
export function guardTask(
  action: Action,
  transition: Transition | null,
  task: Task | null,
  context: TaskContext,
  rule: (task: Task) => TaskDecision,
): TaskDecision {
  const refusal = refusalOf(action, task, context);
  if (refusal !== null) return refuse(refusal);
  if (task === null) return refuse({ code: 'task.not-found' });
  if (transition !== null && !allows(transition, task.state)) {
    return refuse({ code: 'task.wrong-state', state: task.state });
  }
  return rule(task);
}
