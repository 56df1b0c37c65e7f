import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aRequest, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  closedToSuppliers,
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  taskOf,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';

const command = aCommand('undo-complete');
const completedAt = minutesAgo(15);

/** Cases of `undo-complete`. */
export const undoCompleteCases: readonly CommandCase[] = [
  ...everyState('undo-complete', {
    ...closedToSuppliers,
    assigned: 'task.wrong-state',
    'in-progress': 'task.wrong-state',
    waiting: 'task.wrong-state',
    completing: 'applied',
    completed: 'applied',
    returned: 'task.wrong-state',
  }),
  // Only Siri completed it: her colleague sees a closed task, staff see one they may not undo.
  ...everyPerson('undo-complete', 'completed', {
    astrid: 'grant.missing',
    magnus: 'grant.missing',
    erik: 'grant.missing',
    siri: 'applied',
    sondre: 'task.closed',
  }),
  ...formerExecutors('undo-complete', endedForFormer),
  {
    title: 'undoing puts the task in progress as if it had not been completed',
    given: { task: aTask({ state: 'completed' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress' }), 'task');
    },
  },
  {
    title: 'exactly 15 minutes after the receipt undoing is still possible',
    given: { task: aTask({ state: 'completed', completedAt, closedAt: completedAt }) },
    actor: 'siri',
    command,
    now,
    outcome: 'applied',
  },
  {
    title: 'a millisecond later it is not',
    given: { task: aTask({ state: 'completed', completedAt, closedAt: completedAt }) },
    actor: 'siri',
    command,
    now: minutesAgo(-1 / 60_000),
    outcome: 'task.undo-too-late',
    facts: { completedAt },
  },
  {
    title: 'the window counts from the receipt of the completion, not from the last file of it',
    given: { task: aTask({ state: 'completed', completedAt: minutesAgo(16), closedAt: minutesAgo(1) }) },
    actor: 'siri',
    command,
    outcome: 'task.undo-too-late',
  },
  {
    title: 'undoing while Completing lets the files go on in the open task',
    given: { task: aTask({ state: 'completing' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const { state, expectedFiles, files } = taskOf(next);
      ensureEqual([state, expectedFiles, files], ['in-progress', [], [aFile()]], 'task');
    },
  },
  {
    title: "undoing answers the person's own request to reopen and nobody else's",
    given: {
      task: aTask({
        state: 'completed',
        reopeningRequests: [
          aRequest(),
          aRequest({ id: ids.entry, byId: people.sondre.id, byName: people.sondre.name }),
        ],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const answers = taskOf(next).reopeningRequests.map((one) => [one.byName, one.answeredAt]);
      ensureEqual(
        answers,
        [
          ['Siri Sagvik', now],
          ['Sondre Sand', null],
        ],
        'requests',
      );
    },
  },
  {
    title: 'staff take back a completion of their own',
    given: {
      task: aTask({
        state: 'completed',
        completedBy: people.magnus.id,
        completedByName: people.magnus.name,
      }),
    },
    actor: 'magnus',
    command,
    outcome: 'applied',
  },
  {
    title: 'what has been approved is not undone',
    given: { task: aTask({ state: 'approved' }) },
    actor: 'siri',
    command,
    outcome: 'task.closed',
    facts: { state: 'approved' },
  },
];
