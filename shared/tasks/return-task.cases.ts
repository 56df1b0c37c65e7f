import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aRequest, aTask, now } from '#shared/testing/builders.ts';
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

const command = aCommand('return-task');

/** Cases of `return-task`. */
export const returnTaskCases: readonly CommandCase[] = [
  ...everyState(
    'return-task',
    {
      new: 'task.wrong-state',
      assigned: 'task.wrong-state',
      'in-progress': 'task.wrong-state',
      waiting: 'task.wrong-state',
      completing: 'applied',
      completed: 'applied',
      approved: 'applied',
      returned: 'task.wrong-state',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('return-task', plannedByOthers),
  ...everyPerson('return-task', 'completed', planners),
  ...formerExecutors('return-task', endedForFormer),
  {
    title: 'returned work tells why, is open again and answers requests',
    given: { task: aTask({ state: 'completed', reopeningRequests: [aRequest()] }) },
    actor: 'magnus',
    command: { ...command, reason: 'Bilde av tavlen mangler' },
    outcome: 'applied',
    then: (next) => {
      const reopeningRequests = [aRequest({ answeredAt: now })];
      ensureEqual(taskOf(next), aTask({ state: 'returned', reopeningRequests }), 'task');
    },
  },
  {
    title: 'a Completing task that is returned lets its files go on',
    given: { task: aTask({ state: 'completing' }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const { expectedFiles, files } = taskOf(next);
      ensureEqual([expectedFiles, files], [[], [aFile()]], 'task');
    },
  },
  {
    title: 'work that nobody is assigned to cannot be returned to anybody',
    given: { task: aTask({ state: 'completed', executors: [] }) },
    actor: 'magnus',
    command,
    outcome: 'task.executor-unknown',
  },
];
