import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask, ids, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  planners,
  taskOf,
  plannedByOthers,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';

const command = aCommand('cancel-task');
const ending = { closedAt: now, completedByName: people.magnus.name };

/** Cases of `cancel-task`. */
export const cancelTaskCases: readonly CommandCase[] = [
  ...everyState(
    'cancel-task',
    {
      new: 'applied',
      assigned: 'applied',
      'in-progress': 'applied',
      waiting: 'applied',
      completing: 'applied',
      completed: 'task.wrong-state',
      approved: 'task.wrong-state',
      returned: 'applied',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('cancel-task', plannedByOthers),
  ...everyPerson('cancel-task', 'assigned', planners),
  ...formerExecutors('cancel-task', endedForFormer),
  {
    title: 'a waiting task that is called off waits for nothing',
    given: { task: aTask({ state: 'waiting' }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'cancelled', ...ending }), 'task');
    },
  },
  {
    title: 'the reason is kept with the task for whoever had it',
    given: { task: aTask() },
    actor: 'magnus',
    command: aCommand('cancel-task', { reason: 'Bygget skal rives.' }),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(
        taskOf(next),
        aTask({ state: 'cancelled', startedAt: null, cancelReason: 'Bygget skal rives.', ...ending }),
        'task',
      );
    },
  },
  {
    title: 'files on their way are refused, what is here stays',
    given: { task: aTask({ files: [aFile(), aFile({ id: ids.report, state: 'available' })] }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = [
        aFile({ state: 'refused', refusalCode: 'task.closed' }),
        aFile({ id: ids.report, state: 'available' }),
      ];
      ensureEqual(taskOf(next).files, files, 'files');
    },
  },
  {
    title: 'a Completing task that is called off was never completed',
    given: { task: aTask({ state: 'completing' }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = [aFile({ state: 'refused', refusalCode: 'task.closed' })];
      ensureEqual(taskOf(next), aTask({ state: 'cancelled', ...ending, files }), 'task');
    },
  },
];
