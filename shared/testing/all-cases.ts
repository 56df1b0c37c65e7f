import type { TaskCommand } from '#shared/sync/command.ts';
import { acceptTaskCases } from '#shared/tasks/accept-task.cases.ts';
import { addCommentCases } from '#shared/tasks/add-comment.cases.ts';
import { approveTaskCases } from '#shared/tasks/approve-task.cases.ts';
import { archiveUploadCases } from '#shared/tasks/archive-upload.cases.ts';
import { assignTaskCases } from '#shared/tasks/assign-task.cases.ts';
import { cancelFileCases } from '#shared/tasks/cancel-file.cases.ts';
import { cancelTaskCases } from '#shared/tasks/cancel-task.cases.ts';
import { completeTaskCases } from '#shared/tasks/complete-task.cases.ts';
import { createTaskCases } from '#shared/tasks/create-task.cases.ts';
import { declareAgainCases } from '#shared/tasks/declare-again.cases.ts';
import { declareFileCases } from '#shared/tasks/declare-file.cases.ts';
import { declineTaskCases } from '#shared/tasks/decline-task.cases.ts';
import { deliverChecklistCases } from '#shared/tasks/deliver-checklist.cases.ts';
import { forceCompleteTaskCases } from '#shared/tasks/force-complete-task.cases.ts';
import { reassignTaskCases } from '#shared/tasks/reassign-task.cases.ts';
import { reopenTaskCases } from '#shared/tasks/reopen-task.cases.ts';
import { requestReopeningCases } from '#shared/tasks/request-reopening.cases.ts';
import { resumeTaskCases } from '#shared/tasks/resume-task.cases.ts';
import { returnTaskCases } from '#shared/tasks/return-task.cases.ts';
import { setAnswerCases } from '#shared/tasks/set-answer.cases.ts';
import { startTaskCases } from '#shared/tasks/start-task.cases.ts';
import { undoCompleteCases } from '#shared/tasks/undo-complete.cases.ts';
import { waitTaskCases } from '#shared/tasks/wait-task.cases.ts';
import type { CommandCase } from '#shared/testing/case.ts';

/** The cases of every command on tasks and files, for the three harnesses; a command without cases does not compile. */
export const casesOf: Readonly<Record<TaskCommand['type'], readonly CommandCase[]>> = {
  'accept-task': acceptTaskCases,
  'decline-task': declineTaskCases,
  'start-task': startTaskCases,
  'wait-task': waitTaskCases,
  'resume-task': resumeTaskCases,
  'complete-task': completeTaskCases,
  'undo-complete': undoCompleteCases,
  'request-reopening': requestReopeningCases,
  'add-comment': addCommentCases,
  'declare-file': [...declareFileCases, ...declareAgainCases, ...archiveUploadCases],
  'cancel-file': cancelFileCases,
  'set-answer': setAnswerCases,
  'deliver-checklist': deliverChecklistCases,
  'create-task': createTaskCases,
  'assign-task': assignTaskCases,
  'reassign-task': reassignTaskCases,
  'cancel-task': cancelTaskCases,
  'reopen-task': reopenTaskCases,
  'approve-task': approveTaskCases,
  'return-task': returnTaskCases,
  'force-complete-task': forceCompleteTaskCases,
};

export const allCases: readonly CommandCase[] = Object.values(casesOf).flat();
