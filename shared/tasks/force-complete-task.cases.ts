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

const command = aCommand('force-complete-task');

/** Cases of `force-complete-task`. */
export const forceCompleteTaskCases: readonly CommandCase[] = [
  ...everyState(
    'force-complete-task',
    {
      new: 'task.wrong-state',
      assigned: 'task.wrong-state',
      'in-progress': 'task.wrong-state',
      waiting: 'task.wrong-state',
      completing: 'applied',
      completed: 'task.wrong-state',
      approved: 'task.wrong-state',
      returned: 'task.wrong-state',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('force-complete-task', plannedByOthers),
  ...everyPerson('force-complete-task', 'completing', planners),
  ...formerExecutors('force-complete-task', endedForFormer),
  {
    title: 'outstanding files are refused, who completed the task stays who did',
    given: {
      task: aTask({
        state: 'completing',
        files: [aFile(), aFile({ id: ids.report, state: 'available' })],
      }),
    },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = [
        aFile({ state: 'refused', refusalCode: 'task.closed' }),
        aFile({ id: ids.report, state: 'available' }),
      ];
      ensureEqual(taskOf(next), aTask({ state: 'completed', closedAt: now, files }), 'task');
    },
  },
];
