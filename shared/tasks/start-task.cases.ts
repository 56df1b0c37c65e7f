import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, minutesAgo, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import { everyPerson, everyState, formerExecutors, taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';

/** Cases of `start-task`. */
export const startTaskCases: readonly CommandCase[] = [
  ...everyState('start-task', {
    new: 'task.not-found',
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'task.wrong-state',
    completing: 'task.closed',
    completed: 'task.closed',
    approved: 'task.closed',
    returned: 'applied',
    cancelled: 'task.closed',
  }),
  ...everyPerson('start-task', 'assigned', {
    astrid: 'applied',
    magnus: 'applied',
    erik: 'grant.missing',
    siri: 'applied',
    sondre: 'applied',
  }),
  ...formerExecutors('start-task', {
    reassigned: 'grant.ended',
    declined: 'grant.ended',
    completed: 'task.closed',
    cancelled: 'task.closed',
  }),
  {
    title: 'starting an assigned task notes when',
    given: { task: aTask() },
    actor: 'siri',
    command: aCommand('start-task'),
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).state, 'in-progress', 'state');
      ensureEqual(taskOf(next).startedAt, now, 'startedAt');
    },
  },
  {
    title: 'starting what a colleague already started changes nothing',
    given: { task: aTask({ state: 'in-progress' }) },
    actor: 'sondre',
    command: aCommand('start-task'),
    outcome: 'applied',
    then: (next) => ensureEqual(taskOf(next), aTask({ state: 'in-progress' }), 'task'),
  },
  {
    title: 'starting a returned task keeps the first start',
    given: { task: aTask({ state: 'returned' }) },
    actor: 'siri',
    command: aCommand('start-task'),
    outcome: 'applied',
    then: (next) => ensureEqual(taskOf(next).startedAt, minutesAgo(120), 'startedAt'),
  },
];
