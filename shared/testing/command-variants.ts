import type { TaskCommand } from '#shared/sync/command.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, asExecutor, aTask, dahl, ids, sagvik } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { folders, questions } from '#shared/testing/places.ts';

type Variants = Readonly<Record<TaskCommand['type'], readonly TaskCommand[]>>;

const [toSagvik, toDahl, toArne] = [sagvik, dahl, asExecutor('arne')].map(({ kind, id }) => ({
  kind,
  id,
})) as [{ kind: 'supplier'; id: string }, { kind: 'supplier'; id: string }, { kind: 'person'; id: string }];

/**
 * Every command on one task in a few variants, from a small pool of ids, so that the commands of a random sequence
 * meet each other's things. For properties and simulations.
 */
export const commandVariants: Variants = {
  'accept-task': [aCommand('accept-task')],
  'decline-task': [aCommand('decline-task')],
  'start-task': [aCommand('start-task')],
  'wait-task': [aCommand('wait-task')],
  'resume-task': [aCommand('resume-task')],
  'complete-task': [[], [ids.photo], [ids.photo, ids.report], [ids.drawing, ids.report], [ids.nothing]].map(
    (files) => aCommand('complete-task', { files }),
  ),
  'undo-complete': [aCommand('undo-complete')],
  'request-reopening': [aCommand('request-reopening')],
  'add-comment': [aCommand('add-comment'), aCommand('add-comment', { internal: true })],
  'declare-file': [
    aCommand('declare-file'),
    aCommand('declare-file', { fileId: ids.report, name: 'rapport.pdf' }),
    aCommand('declare-file', { fileId: ids.drawing, purpose: 'archive', folderId: folders.fire }),
    aCommand('declare-file', { fileId: ids.drawing, purpose: 'archive', folderId: folders.elsewhere }),
    aCommand('declare-file', {
      fileId: ids.report,
      purpose: 'answer-photo',
      checklistId: ids.checklist,
      questionId: questions.exits,
    }),
    aCommand('declare-file', { sha256: 'b2'.repeat(32) }),
    aCommand('declare-file', { name: 'setup.exe' }),
  ],
  'cancel-file': [ids.photo, ids.report, ids.drawing].map((fileId) => aCommand('cancel-file', { fileId })),
  'set-answer': [
    aCommand('set-answer'),
    aCommand('set-answer', { value: null }),
    aCommand('set-answer', { checklistId: ids.otherChecklist, questionId: questions.exits }),
  ],
  'deliver-checklist': [ids.checklist, ids.otherChecklist].map((checklistId) =>
    aCommand('deliver-checklist', { checklistId }),
  ),
  'create-task': [aCommand('create-task'), aCommand('create-task', { executors: [] })],
  'assign-task': [aCommand('assign-task'), aCommand('assign-task', { executors: [toDahl, toArne] })],
  'reassign-task': [[toSagvik], [toDahl], [toSagvik, toDahl], [toArne, toSagvik]].map((executors) =>
    aCommand('reassign-task', { executors }),
  ),
  'cancel-task': [aCommand('cancel-task')],
  'reopen-task': [null, [], [toSagvik], [toDahl, toSagvik]].map((executors) =>
    aCommand('reopen-task', { executors }),
  ),
  'approve-task': [aCommand('approve-task')],
  'return-task': [aCommand('return-task')],
  'force-complete-task': [aCommand('force-complete-task')],
};

/** Those who send them: both companies, the ad hoc user, staff who plan and staff who do not, and a stranger. */
export const senders: readonly PersonName[] = [
  'siri',
  'sondre',
  'ragnar',
  'arne',
  'magnus',
  'erik',
  'unni',
  'stig',
];

/** Where a sequence begins: nothing, a New task, or one that a supplier has. */
export const beginnings: readonly (Task | null)[] = [
  null,
  aTask({ state: 'new' }),
  aTask({ checklists: [aChecklist(), aChecklist({ id: ids.otherChecklist, mandatory: false })] }),
  aTask({ state: 'in-progress' }),
  aTask({ state: 'waiting', executors: [sagvik, dahl] }),
];
