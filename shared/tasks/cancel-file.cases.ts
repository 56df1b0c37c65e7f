import type { FileState } from '#shared/files/file.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask, ids } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import { everyPerson, everyState, formerExecutors, formerTask, taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { folders } from '#shared/testing/places.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';

const command = aCommand('cancel-file');
const taskless = aCommand('cancel-file', { taskId: null });
const arnesFile = aFile({
  purpose: 'archive',
  folderId: folders.fire,
  declaredBy: people.arne.id,
  declaredByName: people.arne.name,
  partyId: people.arne.id,
});

/** Siri's file as it can be in a task of that state: what is closed has nothing on its way. */
const fileState: Record<TaskState, FileState> = {
  new: 'refused',
  assigned: 'declared',
  'in-progress': 'receiving',
  waiting: 'received',
  completing: 'declared',
  completed: 'available',
  approved: 'available',
  returned: 'declared',
  cancelled: 'refused',
};
const task = (state: TaskState) => ({ files: [aFile({ state: fileState[state] })] });

/** Cases of `cancel-file`. */
export const cancelFileCases: readonly CommandCase[] = [
  ...everyState(
    'cancel-file',
    {
      new: 'file.settled',
      assigned: 'applied',
      'in-progress': 'applied',
      waiting: 'applied',
      completing: 'applied',
      completed: 'file.settled',
      approved: 'file.settled',
      returned: 'applied',
      cancelled: 'file.settled',
    },
    { task },
  ),
  // A file is its declarer's own: everybody else gets the same answer, whether they see the task or not.
  ...everyPerson('cancel-file', 'assigned', { siri: 'applied' }, { task, others: 'file.not-found' }),
  ...formerExecutors('cancel-file', {
    reassigned: 'file.not-found',
    declined: 'file.not-found',
    completed: 'file.not-found',
    cancelled: 'file.not-found',
  }),
  {
    title: 'the file of a former executor is already refused',
    given: { task: { ...formerTask('reassigned'), files: [aFile({ state: 'refused' })] } },
    actor: 'siri',
    former: 'reassigned',
    command,
    outcome: 'file.settled',
  },
  {
    title: 'only the named file is cancelled',
    given: { task: aTask({ files: [aFile(), aFile({ id: ids.report })] }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = [aFile({ state: 'cancelled' }), aFile({ id: ids.report })];
      ensureEqual(taskOf(next), aTask({ files }), 'task');
    },
  },
  {
    title: 'cancelling the last file a Completing task waits for completes it',
    given: { task: aTask({ state: 'completing' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = [aFile({ state: 'cancelled' })];
      ensureEqual(taskOf(next), aTask({ state: 'completed', files }), 'task');
    },
  },
  {
    title: 'while another file is waited for the task stays Completing',
    given: {
      task: aTask({
        state: 'completing',
        files: [aFile(), aFile({ id: ids.report })],
        expectedFiles: [ids.photo, ids.report],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual([taskOf(next).state, taskOf(next).expectedFiles], ['completing', [ids.report]], 'task');
    },
  },
  ...(['available', 'refused', 'cancelled', 'expired'] as const).map((state): CommandCase => ({
    title: `a file that is ${state} is not cancelled`,
    given: { task: aTask({ files: [aFile({ state })] }) },
    actor: 'siri',
    command,
    outcome: 'file.settled',
  })),
  {
    title: 'a file that was never declared is not found',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'file.not-found',
  },
  {
    title: 'a file of another task is not found in this one',
    given: { task: aTask(), other: aTask({ id: ids.otherTask, number: 119, files: [aFile()] }) },
    actor: 'siri',
    command,
    outcome: 'file.not-found',
  },
  {
    title: 'an archive file without a task is cancelled by whoever declared it',
    given: { task: null, file: arnesFile },
    actor: 'arne',
    command: taskless,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(next, { task: null, file: { ...arnesFile, state: 'cancelled' } }, 'situation');
    },
  },
  {
    title: 'an archive file without a task is nobody else’s to cancel, staff’s neither',
    given: { task: null, file: arnesFile },
    actor: 'astrid',
    command: taskless,
    outcome: 'file.not-found',
  },
];
