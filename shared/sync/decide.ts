import type { TaskCommand } from '#shared/sync/command.ts';
import { fieldRules } from '#shared/sync/decide-field.ts';
import { onTask } from '#shared/sync/on-task.ts';
import { approveTask } from '#shared/tasks/approve-task.ts';
import { assignTask } from '#shared/tasks/assign-task.ts';
import { cancelTask } from '#shared/tasks/cancel-task.ts';
import { createTask } from '#shared/tasks/create-task.ts';
import { forceCompleteTask } from '#shared/tasks/force-complete-task.ts';
import { reassignTask } from '#shared/tasks/reassign-task.ts';
import { reopenTask } from '#shared/tasks/reopen-task.ts';
import { returnTask } from '#shared/tasks/return-task.ts';
import type { Situation, SituationDecision, SituationRule } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';

type Rules = { [Type in TaskCommand['type']]: SituationRule<Extract<TaskCommand, { type: Type }>> };

/** One rule a command: adding one that only the office gives makes the compiler ask for it here. */
const rules: Rules = {
  ...fieldRules,
  'create-task': onTask(createTask),
  'assign-task': onTask(assignTask),
  'reassign-task': onTask(reassignTask),
  'cancel-task': onTask(cancelTask),
  'reopen-task': onTask(reopenTask),
  'approve-task': onTask(approveTask),
  'return-task': onTask(returnTask),
  'force-complete-task': onTask(forceCompleteTask),
};

/** The one decision on a command: called to predict and to enforce. Pure. */
export function decide(situation: Situation, command: TaskCommand, context: TaskContext): SituationDecision {
  const rule = rules[command.type] as SituationRule<TaskCommand>;
  return rule(situation, command, context);
}
