import type { FieldCommand } from '#shared/sync/field-command.ts';
import { onTask } from '#shared/sync/on-task.ts';
import { acceptTask } from '#shared/tasks/accept-task.ts';
import { addComment } from '#shared/tasks/add-comment.ts';
import { cancelFile } from '#shared/tasks/cancel-file.ts';
import { completeTask } from '#shared/tasks/complete-task.ts';
import { declareFile } from '#shared/tasks/declare-file.ts';
import { declineTask } from '#shared/tasks/decline-task.ts';
import { deliverChecklist } from '#shared/tasks/deliver-checklist.ts';
import { requestReopening } from '#shared/tasks/request-reopening.ts';
import { resumeTask } from '#shared/tasks/resume-task.ts';
import { setAnswer } from '#shared/tasks/set-answer.ts';
import { startTask } from '#shared/tasks/start-task.ts';
import { undoComplete } from '#shared/tasks/undo-complete.ts';
import { waitTask } from '#shared/tasks/wait-task.ts';
import type { Situation, SituationDecision, SituationRule } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';

type Rules = { [Type in FieldCommand['type']]: SituationRule<Extract<FieldCommand, { type: Type }>> };

/** One rule a command: adding one that devices queue makes the compiler ask for it here. */
export const fieldRules: Rules = {
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
};

/** The decision on a command that devices queue, without the office's rules: a device never loads those. Pure. */
export function decideField(
  situation: Situation,
  command: FieldCommand,
  context: TaskContext,
): SituationDecision {
  const rule = fieldRules[command.type] as SituationRule<FieldCommand>;
  return rule(situation, command, context);
}
