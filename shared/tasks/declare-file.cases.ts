import { must } from '#shared/kernel/must.ts';
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
  titled,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { folders, questions } from '#shared/testing/places.ts';

const command = aCommand('declare-file');
const photo = aCommand('declare-file', {
  purpose: 'answer-photo',
  checklistId: ids.checklist,
  questionId: questions.exits,
});

/** Cases of `declare-file` for attachments and photos of a task; see also `archive-upload`, `declare-again`. */
export const declareFileCases: readonly CommandCase[] = [
  ...everyState('declare-file', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'applied',
  }),
  ...everyPerson('declare-file', 'assigned', { ...workers, erik: 'applied' }),
  ...titled(
    'photo of an answer',
    everyPerson('declare-file', 'in-progress', workers, {
      task: { checklists: [aChecklist()] },
      command: photo,
    }),
  ),
  ...formerExecutors('declare-file', endedForFormer),
  {
    title: 'a declared file hangs on the grant of the company and has no byte yet',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ files: [aFile({ declaredAt: now })] }), 'task');
    },
  },
  {
    title: 'a file of an ad hoc user hangs on the person',
    given: { task: aTask({ executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files[0]?.partyId, people.arne.id, 'partyId');
    },
  },
  {
    title: 'of two companies the file hangs on the one that sends it',
    given: { task: aTask({ executors: [sagvik, dahl] }) },
    actor: 'ragnar',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files[0]?.partyId, dahl.id, 'partyId');
    },
  },
  {
    title: 'a file of staff hangs on the person, whoever does the task',
    given: { task: aTask() },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files[0]?.partyId, people.magnus.id, 'partyId');
    },
  },
  {
    title: 'an attachment takes no folder and no question from the command',
    given: { task: aTask({ checklists: [aChecklist()] }) },
    actor: 'siri',
    command: { ...photo, purpose: 'task-attachment', folderId: folders.abroad },
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files, [aFile({ declaredAt: now })], 'files');
    },
  },
  {
    title: 'a user adds a picture to the case they reported',
    given: { task: aTask({ createdBy: people.unni.id }) },
    actor: 'unni',
    command,
    outcome: 'applied',
  },
  {
    title: 'a photo names the question it answers',
    given: { task: aTask({ checklists: [aChecklist()] }) },
    actor: 'siri',
    command: { ...photo, folderId: folders.fire },
    outcome: 'applied',
    then: (next) => {
      const file = must(taskOf(next).files[0], 'the photo');
      const { purpose, folderId, checklistId, questionId, approval } = file;
      ensureEqual(
        [purpose, folderId, checklistId, questionId, approval],
        ['answer-photo', null, ids.checklist, questions.exits, null],
        'file',
      );
    },
  },
  {
    title: 'a photo of a checklist that the task does not have is refused',
    given: { task: aTask() },
    actor: 'siri',
    command: photo,
    outcome: 'checklist.not-found',
  },
  {
    title: 'a photo of a delivered checklist is refused',
    given: {
      task: aTask({
        checklists: [aChecklist({ deliveredAt: minutesAgo(9), deliveredByName: people.siri.name })],
      }),
    },
    actor: 'siri',
    command: photo,
    outcome: 'checklist.delivered',
  },
  {
    title: 'a photo of a question that is not asked is refused',
    given: { task: aTask({ checklists: [aChecklist()] }) },
    actor: 'siri',
    command: { ...photo, questionId: ids.nothing },
    outcome: 'question.not-found',
  },
  {
    title: 'an attachment that names no task is refused',
    given: { task: null },
    actor: 'siri',
    command: { ...command, taskId: null },
    outcome: 'task.not-found',
  },
  {
    title: 'a program is refused by its name',
    given: { task: aTask() },
    actor: 'siri',
    command: { ...command, name: 'Tegning.pdf.EXE' },
    outcome: 'file.program',
    facts: { name: 'Tegning.pdf.EXE' },
  },
  {
    title: 'a file that just fits the quota is taken',
    given: { task: aTask() },
    actor: 'siri',
    command,
    quotaLeft: command.size,
    outcome: 'applied',
  },
  {
    title: 'a file that is one byte too large for the quota is refused with what is left',
    given: { task: aTask() },
    actor: 'siri',
    command,
    quotaLeft: command.size - 1,
    outcome: 'quota.full',
    facts: { free: command.size - 1 },
  },
  {
    title: 'an empty file needs no quota',
    given: { task: aTask() },
    actor: 'siri',
    command: { ...command, size: 0 },
    quotaLeft: 0,
    outcome: 'applied',
  },
];
