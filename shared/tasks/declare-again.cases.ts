import type { FileState } from '#shared/files/file.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aFile, aTask, ids, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import { taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { nordvag, nordvagRadhus, questions, sagvikInNordvag } from '#shared/testing/places.ts';

const command = aCommand('declare-file');
const photo = aCommand('declare-file', {
  purpose: 'answer-photo',
  checklistId: ids.checklist,
  questionId: questions.exits,
});
const ended: FileState[] = ['refused', 'cancelled', 'expired'];
const known: FileState[] = ['declared', 'receiving', 'received', 'available'];

/** Cases of `declare-file` for an id that was declared before: repeated, revived, or another file. */
export const declareAgainCases: readonly CommandCase[] = [
  ...known.map((state): CommandCase => ({
    title: `declaring again what is ${state} changes nothing`,
    given: { task: aTask({ files: [aFile({ state })] }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files, [aFile({ state })], 'files');
    },
  })),
  ...ended.map((state): CommandCase => ({
    title: `a file that is ${state} is declared anew under the same id`,
    given: { task: aTask({ files: [aFile({ state })] }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files, [aFile({ declaredAt: now })], 'files');
    },
  })),
  {
    title: 'a file that was refused under a completed task is declared under another open one',
    given: {
      task: aTask(),
      other: aTask({
        id: ids.otherTask,
        number: 119,
        state: 'completed',
        files: [aFile({ state: 'refused', refusalCode: 'task.closed' })],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).files, [aFile({ declaredAt: now })], 'files');
    },
  },
  {
    title: 'what another tenant refused is not declared here, though the person works for both',
    given: {
      task: aTask(),
      other: aTask({
        ...{ id: ids.otherTask, number: 119, tenantId: nordvag.id, tenantName: nordvag.name },
        ...{ buildingId: nordvagRadhus.id, buildingName: nordvagRadhus.name },
        executors: [{ kind: 'supplier', id: sagvikInNordvag.id, name: sagvikInNordvag.name }],
        files: [aFile({ state: 'refused', partyId: sagvikInNordvag.id })],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'file.differs',
    where: {
      only: ['rule', 'server'],
      because: 'the device does not know whose a file of no task of its is',
    },
  },
  {
    title: 'a file on its way under another task is not taken from it',
    given: { task: aTask(), other: aTask({ id: ids.otherTask, number: 119, files: [aFile()] }) },
    actor: 'siri',
    command,
    outcome: 'file.differs',
  },
  {
    title: 'the same id with other bytes is another file',
    given: { task: aTask({ files: [aFile()] }) },
    actor: 'siri',
    command: { ...command, sha256: 'b2'.repeat(32) },
    outcome: 'file.differs',
  },
  {
    title: 'a refused file comes back only with the same bytes',
    given: { task: aTask({ files: [aFile({ state: 'refused' })] }) },
    actor: 'siri',
    command: { ...command, size: command.size + 1 },
    outcome: 'file.differs',
  },
  {
    title: 'the same id for another purpose is another file',
    given: { task: aTask({ checklists: [aChecklist()], files: [aFile()] }) },
    actor: 'siri',
    command: photo,
    outcome: 'file.differs',
  },
  {
    title: "a colleague's file is not declared by somebody else",
    given: { task: aTask({ files: [aFile({ state: 'refused' })] }) },
    actor: 'sondre',
    command,
    outcome: 'file.differs',
  },
];
