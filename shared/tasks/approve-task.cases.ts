import { aCommand } from '#shared/testing/a-command.ts';
import { aTask } from '#shared/testing/builders.ts';
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

const command = aCommand('approve-task');

/** Cases of `approve-task`. */
export const approveTaskCases: readonly CommandCase[] = [
  ...everyState(
    'approve-task',
    {
      new: 'task.wrong-state',
      assigned: 'task.wrong-state',
      'in-progress': 'task.wrong-state',
      waiting: 'task.wrong-state',
      completing: 'task.wrong-state',
      completed: 'applied',
      approved: 'task.wrong-state',
      returned: 'task.wrong-state',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('approve-task', plannedByOthers),
  ...everyPerson('approve-task', 'completed', planners),
  ...formerExecutors('approve-task', endedForFormer),
  {
    title: 'approving changes the state and nothing else',
    given: { task: aTask({ state: 'completed' }) },
    actor: 'astrid',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'approved' }), 'task');
    },
  },
];
