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

const command = aCommand('resume-task');

/** Cases of `resume-task`. */
export const resumeTaskCases: readonly CommandCase[] = [
  ...everyState('resume-task', {
    ...closedToSuppliers,
    assigned: 'task.wrong-state',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'task.wrong-state',
  }),
  ...everyPerson('resume-task', 'waiting', workers),
  ...formerExecutors('resume-task', endedForFormer),
  {
    title: 'resuming takes the reason away',
    given: { task: aTask({ state: 'waiting' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress' }), 'task');
    },
  },
  {
    title: 'resuming what a colleague already resumed changes nothing',
    given: { task: aTask({ state: 'in-progress' }) },
    actor: 'sondre',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress' }), 'task');
    },
  },
];
