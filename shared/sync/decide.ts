import { acceptTask } from '#shared/tasks/accept-task.ts';
import { addComment } from '#shared/tasks/add-comment.ts';
import { approveTask } from '#shared/tasks/approve-task.ts';
import { assignTask } from '#shared/tasks/assign-task.ts';
import { cancelFile } from '#shared/tasks/cancel-file.ts';
import { cancelTask } from '#shared/tasks/cancel-task.ts';
import { completeTask } from '#shared/tasks/complete-task.ts';
import { createTask } from '#shared/tasks/create-task.ts';
import { declareFile } from '#shared/tasks/declare-file.ts';
import { declineTask } from '#shared/tasks/decline-task.ts';
import { deliverChecklist } from '#shared/tasks/deliver-checklist.ts';
import { forceCompleteTask } from '#shared/tasks/force-complete-task.ts';
import { reassignTask } from '#shared/tasks/reassign-task.ts';
import { reopenTask } from '#shared/tasks/reopen-task.ts';
import { requestReopening } from '#shared/tasks/request-reopening.ts';
import { resumeTask } from '#shared/tasks/resume-task.ts';
import { returnTask } from '#shared/tasks/return-task.ts';
import { setAnswer } from '#shared/tasks/set-answer.ts';
import type { Situation, SituationDecision, SituationRule } from '#shared/tasks/situation.ts';
import { startTask } from '#shared/tasks/start-task.ts';
import type { TaskRule } from '#shared/tasks/task-command.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import { undoComplete } from '#shared/tasks/undo-complete.ts';
import { waitTask } from '#shared/tasks/wait-task.ts';
import type { TaskCommand } from '#shared/sync/command.ts';

function onTask<Command>(rule: TaskRule<Command>): SituationRule<Command> {
  return (situation, command, context) => {
    const decision = rule(situation.task, command, context);
    return decision.ok ? { ...decision, next: { task: decision.next, file: null } } : decision;
  };
}

type Rules = { [Type in TaskCommand['type']]: SituationRule<Extract<TaskCommand, { type: Type }>> };

/** One rule a command: adding a command makes the compiler ask for it here. */
const rules: Rules = {
  'accept-task': onTask(acceptTask),
  'decline-task': onTask(declineTask),
  'start-task': onTask(startTask),
  'wait-task': onTask(waitTask),
  'resume-task': onTask(resumeTask),
  'complete-task': onTask(completeTask),
  'undo-complete': onTask(undoComplete),
  'request-reopening': onTask(requestReopening),
  'add-comment': onTask(addComment),
  'declare-file': declareFile,
  'cancel-file': cancelFile,
  'set-answer': onTask(setAnswer),
  'deliver-checklist': onTask(deliverChecklist),
  'create-task': onTask(createTask),
  'assign-task': onTask(assignTask),
  'reassign-task': onTask(reassignTask),
  'cancel-task': onTask(cancelTask),
  'reopen-task': onTask(reopenTask),
  'approve-task': onTask(approveTask),
  'return-task': onTask(returnTask),
  'force-complete-task': onTask(forceCompleteTask),
};

/** The one decision on a command: called by the device to predict, by the server to enforce. Pure. */
export function decide(situation: Situation, command: TaskCommand, context: TaskContext): SituationDecision {
  const rule = rules[command.type] as SituationRule<TaskCommand>;
  return rule(situation, command, context);
}
