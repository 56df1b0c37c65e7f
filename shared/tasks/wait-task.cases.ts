import { aCommand } from '#shared/testing/a-command.ts';
import { aTask } from '#shared/testing/builders.ts';
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

/** Cases of `wait-task`. */
export const waitTaskCases: readonly CommandCase[] = [
  ...everyState('wait-task', {
    ...closedToSuppliers,
    assigned: 'task.wrong-state',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'task.wrong-state',
  }),
  ...everyPerson('wait-task', 'in-progress', workers),
  ...formerExecutors('wait-task', endedForFormer),
  {
    title: 'a task in progress waits with its reason',
    given: { task: aTask({ state: 'in-progress' }) },
    actor: 'siri',
    command: aCommand('wait-task', { reason: 'Rommet er låst' }),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'waiting', waitingReason: 'Rommet er låst' }), 'task');
    },
  },
  {
    title: 'while it waits the newest reason counts',
    given: { task: aTask({ state: 'waiting', waitingReason: 'Venter på deler' }) },
    actor: 'sondre',
    command: aCommand('wait-task', { reason: 'Delene kommer torsdag' }),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).waitingReason, 'Delene kommer torsdag', 'waitingReason');
    },
  },
];
