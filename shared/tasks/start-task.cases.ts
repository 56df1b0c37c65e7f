import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, minutesAgo, now } from '#shared/testing/builders.ts';
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

const command = aCommand('start-task');

/** Cases of `start-task`. */
export const startTaskCases: readonly CommandCase[] = [
  ...everyState('start-task', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'task.wrong-state',
    returned: 'applied',
  }),
  ...everyPerson('start-task', 'assigned', workers),
  ...formerExecutors('start-task', endedForFormer),
  {
    title: 'starting an assigned task notes when',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress', startedAt: now }), 'task');
    },
  },
  {
    title: 'starting what a colleague already started changes nothing',
    given: { task: aTask({ state: 'in-progress' }) },
    actor: 'sondre',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress' }), 'task');
    },
  },
  {
    title: 'starting a returned task keeps the first start',
    given: { task: aTask({ state: 'returned' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).startedAt, minutesAgo(120), 'startedAt');
    },
  },
  {
    title: 'a task that does not exist is not found',
    given: { task: null },
    actor: 'siri',
    command,
    outcome: 'task.not-found',
  },
];
