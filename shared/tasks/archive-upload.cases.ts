import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, asExecutor, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
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
import { people, personNames } from '#shared/testing/people.ts';
import { folders } from '#shared/testing/places.ts';

const command = aCommand('declare-file', { purpose: 'archive', folderId: folders.fire });
const taskless = { ...command, taskId: null };
const arnesFile = aFile({
  purpose: 'archive',
  folderId: folders.fire,
  declaredBy: people.arne.id,
  declaredByName: people.arne.name,
  partyId: people.arne.id,
});

const withoutTask = new Set(['astrid', 'magnus', 'erik', 'arne']);

/** Cases of `declare-file` for the archive: suppliers name an open task of their own, the others need none. */
export const archiveUploadCases: readonly CommandCase[] = [
  ...titled(
    'to the archive',
    everyState(
      'declare-file',
      {
        ...closedToSuppliers,
        assigned: 'applied',
        'in-progress': 'applied',
        waiting: 'applied',
        returned: 'applied',
      },
      { command },
    ),
  ),
  ...titled(
    'to the archive',
    everyPerson('declare-file', 'assigned', { ...workers, erik: 'applied' }, { command }),
  ),
  ...titled('to the archive', formerExecutors('declare-file', endedForFormer, command)),
  ...personNames.map((actor): CommandCase => ({
    title: `${people[actor].name} uploads to the archive without a task`,
    given: { task: null },
    actor,
    command: taskless,
    outcome: withoutTask.has(actor) ? 'applied' : 'folder.not-found',
  })),
  {
    title: 'a file for the archive starts as awaiting and belongs to the task that was named',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const file = aFile({ purpose: 'archive', folderId: folders.fire, declaredAt: now });
      ensureEqual(taskOf(next).files, [file], 'files');
    },
  },
  {
    title: 'without a task the file stands alone and is the person’s own',
    given: { task: null },
    actor: 'arne',
    command: taskless,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(next, { task: null, file: { ...arnesFile, declaredAt: now } }, 'situation');
    },
  },
  {
    title: 'declaring it again changes nothing',
    given: { task: null, file: arnesFile },
    actor: 'arne',
    command: taskless,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(next.file, arnesFile, 'file');
    },
  },
  {
    title: 'the same id for another folder is another file',
    given: { task: null, file: arnesFile },
    actor: 'arne',
    command: { ...taskless, folderId: folders.drawings },
    outcome: 'file.differs',
  },
  {
    title: 'a file that hangs on a task is not moved out of it',
    given: {
      task: null,
      other: aTask({
        id: ids.otherTask,
        number: 119,
        executors: [asExecutor('arne')],
        files: [arnesFile],
      }),
    },
    actor: 'arne',
    command: taskless,
    outcome: 'file.differs',
  },
  {
    title: 'method 1 names a completed task of its own: refused, though it could upload without one',
    given: {
      task: aTask({ state: 'completed', executors: [asExecutor('arne')], completedBy: people.arne.id }),
    },
    actor: 'arne',
    command,
    outcome: 'task.closed',
    facts: { state: 'completed', at: minutesAgo(5) },
  },
  {
    title: 'method 1 does not hang a file on a task it cannot see',
    given: { task: aTask() },
    actor: 'arne',
    command,
    outcome: 'task.not-found',
  },
  {
    title: 'staff name a New task: it was never closed',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command,
    outcome: 'task.wrong-state',
  },
  {
    title: 'a user may add to the case they reported, but not to the archive through it',
    given: { task: aTask({ createdBy: people.unni.id }) },
    actor: 'unni',
    command,
    outcome: 'grant.missing',
  },
  ...(['elsewhere', 'abroad'] as const).map((name): CommandCase => ({
    title: `a folder ${name} is not reached through a task here`,
    given: { task: aTask() },
    actor: 'siri',
    command: { ...command, folderId: folders[name] },
    outcome: 'folder.not-found',
  })),
  {
    title: 'an upload that names no folder is refused',
    given: { task: aTask() },
    actor: 'siri',
    command: { ...command, folderId: null },
    outcome: 'folder.not-found',
  },
  {
    title: 'a folder that does not exist is refused',
    given: { task: null },
    actor: 'arne',
    command: { ...taskless, folderId: ids.nothing },
    outcome: 'folder.not-found',
  },
  {
    title: 'a task that does not exist is not quietly left out',
    given: { task: null },
    actor: 'arne',
    command,
    outcome: 'task.not-found',
  },
];
