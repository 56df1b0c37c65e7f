import type { FileState } from '#shared/files/file.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import {
  aChecklist,
  aFile,
  asExecutor,
  aTask,
  dahl,
  ids,
  minutesAgo,
  now,
  sagvik,
} from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  closedToSuppliers,
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  taskOf,
  workers,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';

const siri = people.siri;
const completion = {
  completedAt: now,
  completedBy: siri.id,
  completedByName: siri.name,
  closedAt: now,
};

const onTheWay: FileState[] = ['declared', 'receiving', 'received'];
const ended: FileState[] = ['refused', 'cancelled', 'expired'];

/** Cases of `complete-task`. */
export const completeTaskCases: readonly CommandCase[] = [
  ...everyState('complete-task', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'applied',
  }),
  ...everyPerson('complete-task', 'in-progress', workers),
  ...formerExecutors('complete-task', endedForFormer),
  {
    title: 'with nothing on its way the task is Completed at once, and completing implies starting',
    given: { task: aTask() },
    actor: 'siri',
    command: aCommand('complete-task'),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'completed', startedAt: now, ...completion }), 'task');
    },
  },
  {
    title: 'completing while waiting ends the waiting and keeps the first start',
    given: { task: aTask({ state: 'waiting' }) },
    actor: 'siri',
    command: aCommand('complete-task'),
    outcome: 'applied',
    then: (next) => {
      const { waitingReason, startedAt } = taskOf(next);
      ensureEqual([waitingReason, startedAt], [null, minutesAgo(120)], 'waitingReason, startedAt');
    },
  },
  ...onTheWay.map((state): CommandCase => ({
    title: `a named file that is ${state} is waited for: the task is Completing`,
    given: { task: aTask({ files: [aFile({ state })] }) },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo] }),
    outcome: 'applied',
    then: (next) => {
      const { state: now, expectedFiles, files } = taskOf(next);
      ensureEqual([now, expectedFiles, files], ['completing', [ids.photo], [aFile({ state })]], 'task');
    },
  })),
  {
    title: 'named files that are here already are not waited for',
    given: { task: aTask({ files: [aFile({ state: 'available' })] }) },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo] }),
    outcome: 'applied',
    then: (next) => {
      ensureEqual([taskOf(next).state, taskOf(next).expectedFiles], ['completed', []], 'task');
    },
  },
  {
    title: 'a file named twice is waited for once',
    given: { task: aTask({ files: [aFile()] }) },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo, ids.photo] }),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).expectedFiles, [ids.photo], 'expectedFiles');
    },
  },
  ...ended.map((state): CommandCase => ({
    title: `a named file that is ${state} stops the completion`,
    given: { task: aTask({ files: [aFile({ state })] }) },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo] }),
    outcome: 'task.files-missing',
    facts: { fileIds: [ids.photo] },
  })),
  {
    title: 'a named file that was never declared stops the completion and is named in the refusal',
    given: { task: aTask({ files: [aFile()] }) },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo, ids.nothing] }),
    outcome: 'task.files-missing',
    facts: { fileIds: [ids.nothing] },
  },
  {
    title: 'a file of another task cannot be waited for',
    given: {
      task: aTask(),
      other: aTask({ id: ids.otherTask, number: 119, files: [aFile()] }),
    },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo] }),
    outcome: 'task.files-missing',
  },
  {
    title: 'an undelivered mandatory checklist stops the completion',
    given: { task: aTask({ checklists: [aChecklist()] }) },
    actor: 'siri',
    command: aCommand('complete-task'),
    outcome: 'task.checklist-missing',
    facts: { titles: ['Brannkontroll'] },
  },
  {
    title: 'delivered mandatory checklists and undelivered voluntary ones do not stop it',
    given: {
      task: aTask({
        checklists: [
          aChecklist({ deliveredAt: minutesAgo(2), deliveredByName: siri.name }),
          aChecklist({ id: ids.otherChecklist, mandatory: false }),
        ],
      }),
    },
    actor: 'siri',
    command: aCommand('complete-task'),
    outcome: 'applied',
  },
  {
    title: "files that were not named may no longer land, one's own and other executors' alike",
    given: {
      task: aTask({
        executors: [sagvik, dahl],
        files: [
          aFile(),
          aFile({ id: ids.report, state: 'receiving' }),
          aFile({ id: ids.drawing, state: 'available' }),
          aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id, partyId: dahl.id }),
        ],
      }),
    },
    actor: 'siri',
    command: aCommand('complete-task', { files: [ids.photo] }),
    outcome: 'applied',
    then: (next) => {
      const files = taskOf(next).files.map((file) => [file.id, file.state, file.refusalCode]);
      ensureEqual(
        files,
        [
          [ids.photo, 'declared', null],
          [ids.report, 'refused', 'task.closed'],
          [ids.drawing, 'available', null],
          [ids.ragnarsPhoto, 'refused', 'task.closed'],
        ],
        'files',
      );
    },
  },
  {
    title: 'one of two executors completes for both',
    given: { task: aTask({ state: 'in-progress', executors: [sagvik, dahl] }) },
    actor: 'ragnar',
    command: aCommand('complete-task'),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).completedBy, people.ragnar.id, 'completedBy');
    },
  },
  {
    title: 'an ad hoc user completes a task that is their own',
    given: { task: aTask({ executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command: aCommand('complete-task'),
    outcome: 'applied',
  },
  {
    title: 'a repeated completion of a Completed task tells who completed it and when',
    given: { task: aTask({ state: 'completed' }) },
    actor: 'siri',
    command: aCommand('complete-task'),
    outcome: 'task.closed',
    facts: { state: 'completed', at: minutesAgo(5), byName: siri.name },
  },
];
