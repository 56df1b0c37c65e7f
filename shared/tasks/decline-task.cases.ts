import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, asExecutor, aTask, dahl, ids, minutesAgo, now, sagvik } from '#shared/testing/builders.ts';
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

const command = aCommand('decline-task');

const ragnarsPhoto = aFile({
  id: ids.ragnarsPhoto,
  declaredBy: people.ragnar.id,
  declaredByName: people.ragnar.name,
  partyId: dahl.id,
});

/** Cases of `decline-task`. */
export const declineTaskCases: readonly CommandCase[] = [
  ...everyState('decline-task', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'applied',
  }),
  // Staff may work on the task, but it is not theirs to give back.
  ...everyPerson('decline-task', 'assigned', {
    ...workers,
    astrid: 'grant.missing',
    magnus: 'grant.missing',
  }),
  ...formerExecutors('decline-task', endedForFormer),
  {
    title: 'with nobody left the task is New again and carries nothing of the work',
    given: { task: aTask({ state: 'waiting', acceptedAt: minutesAgo(100) }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const startedAt = minutesAgo(120);
      const declined = { byName: people.siri.name, reason: command.reason, at: now };
      ensureEqual(taskOf(next), aTask({ state: 'new', startedAt, closedAt: now, declined }), 'task');
    },
  },
  {
    title: 'a colleague of the same company declines for the company',
    given: { task: aTask() },
    actor: 'sondre',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).state, 'new', 'state');
    },
  },
  {
    title: 'of two executors one declines and the other goes on where they were',
    given: { task: aTask({ state: 'waiting', executors: [sagvik, dahl] }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const { state, executors, waitingReason } = taskOf(next);
      ensureEqual([state, executors, waitingReason], ['waiting', [dahl], 'Venter på deler'], 'task');
    },
  },
  {
    title: "only the declining company's files on their way are refused",
    given: {
      task: aTask({
        executors: [sagvik, dahl],
        files: [
          aFile(),
          aFile({ id: ids.report, state: 'available' }),
          aFile({ id: ids.drawing, state: 'received' }),
          ragnarsPhoto,
        ],
      }),
    },
    actor: 'sondre',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = taskOf(next).files.map((file) => [file.id, file.state, file.refusalCode]);
      ensureEqual(
        files,
        [
          [ids.photo, 'refused', 'grant.ended'],
          [ids.report, 'available', null],
          [ids.drawing, 'refused', 'grant.ended'],
          [ids.ragnarsPhoto, 'declared', null],
        ],
        'files',
      );
    },
  },
  {
    title: 'an ad hoc user declines a task that is their own',
    given: { task: aTask({ executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).executors, [], 'executors');
    },
  },
];
