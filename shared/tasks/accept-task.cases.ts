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

const command = aCommand('accept-task');

/** Cases of `accept-task`. */
export const acceptTaskCases: readonly CommandCase[] = [
  ...everyState('accept-task', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'applied',
  }),
  ...everyPerson('accept-task', 'assigned', workers),
  ...formerExecutors('accept-task', endedForFormer),
  {
    title: 'accepting is a mark and no state',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ acceptedAt: now }), 'task');
    },
  },
  {
    title: 'the first mark stays when a colleague accepts too',
    given: { task: aTask({ acceptedAt: minutesAgo(40) }) },
    actor: 'sondre',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).acceptedAt, minutesAgo(40), 'acceptedAt');
    },
  },
];
