import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aRequest, aTask, dahl, ids, minutesAgo, now, sagvik } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  everyPerson,
  everyState,
  formerExecutors,
  planners,
  taskOf,
  plannedByOthers,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { dahlInAskeby, sagvikInNordvag } from '#shared/testing/places.ts';

const command = aCommand('reopen-task');
const toDahl = aCommand('reopen-task', { executors: [{ kind: 'supplier', id: dahlInAskeby.id }] });

/** Cases of `reopen-task`. */
export const reopenTaskCases: readonly CommandCase[] = [
  ...everyState(
    'reopen-task',
    {
      new: 'task.wrong-state',
      assigned: 'task.wrong-state',
      'in-progress': 'task.wrong-state',
      waiting: 'task.wrong-state',
      completing: 'applied',
      completed: 'applied',
      approved: 'applied',
      returned: 'task.wrong-state',
      cancelled: 'applied',
    },
    { actor: 'magnus' },
  ),
  ...everyState('reopen-task', plannedByOthers),
  ...everyPerson('reopen-task', 'completed', planners),
  ...formerExecutors('reopen-task', {
    reassigned: 'grant.ended',
    declined: 'grant.ended',
    completed: 'task.closed',
    cancelled: 'task.closed',
  }),
  {
    title: 'with the executors it had the task goes on, and their requests are answered',
    given: { task: aTask({ state: 'completed', reopeningRequests: [aRequest()] }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const reopeningRequests = [aRequest({ answeredAt: now })];
      ensureEqual(taskOf(next), aTask({ state: 'in-progress', reopeningRequests }), 'task');
    },
  },
  {
    title: 'a Completing task that is reopened lets its files go on',
    given: { task: aTask({ state: 'completing' }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ state: 'in-progress', files: [aFile()] }), 'task');
    },
  },
  {
    title: 'given to others on reopening, files of the former executor are refused and their marks go',
    given: {
      task: aTask({
        state: 'completing',
        acceptedAt: minutesAgo(200),
        files: [
          aFile(),
          aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id, partyId: dahl.id, state: 'available' }),
        ],
      }),
    },
    actor: 'magnus',
    command: toDahl,
    outcome: 'applied',
    then: (next) => {
      const { state, executors, acceptedAt, closedAt, files } = taskOf(next);
      const states = files.map((file) => file.state);
      ensureEqual(
        [state, executors, acceptedAt, closedAt, states],
        ['in-progress', [dahl], null, now, ['refused', 'available']],
        'task',
      );
    },
  },
  {
    title: 'somebody added on reopening leaves the others as they were',
    given: { task: aTask({ state: 'cancelled', acceptedAt: minutesAgo(200) }) },
    actor: 'magnus',
    command: { ...toDahl, executors: [...(toDahl.executors ?? []), { kind: 'supplier', id: sagvik.id }] },
    outcome: 'applied',
    then: (next) => {
      const { executors, acceptedAt, closedAt } = taskOf(next);
      ensureEqual([executors, acceptedAt, closedAt], [[dahl, sagvik], minutesAgo(200), null], 'task');
    },
  },
  {
    title: 'without executors a reopened task is New',
    given: { task: aTask({ state: 'cancelled' }) },
    actor: 'magnus',
    command: { ...command, executors: [] },
    outcome: 'applied',
    then: (next) => {
      ensureEqual([taskOf(next).state, taskOf(next).executors], ['new', []], 'task');
    },
  },
  {
    title: 'a cancelled task that never had executors is New again',
    given: { task: aTask({ state: 'cancelled', executors: [] }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).state, 'new', 'state');
    },
  },
  {
    title: 'a supplier of another tenant is not given the reopened task',
    given: { task: aTask({ state: 'completed' }) },
    actor: 'magnus',
    command: { ...command, executors: [{ kind: 'supplier', id: sagvikInNordvag.id }] },
    outcome: 'task.executor-unknown',
  },
];
