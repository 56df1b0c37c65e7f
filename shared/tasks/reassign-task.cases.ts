import { aCommand } from '#shared/testing/a-command.ts';
import {
  aFile,
  aRequest,
  asExecutor,
  aTask,
  dahl,
  ids,
  minutesAgo,
  now,
  sagvik,
} from '#shared/testing/builders.ts';
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
import { dahlInAskeby, sagvikInAskeby, sagvikInNordvag } from '#shared/testing/places.ts';

const command = aCommand('reassign-task');
const both = {
  ...command,
  executors: [
    { kind: 'supplier' as const, id: sagvikInAskeby.id },
    { kind: 'supplier' as const, id: dahlInAskeby.id },
  ],
};

/** Cases of `reassign-task`. */
export const reassignTaskCases: readonly CommandCase[] = [
  ...everyState(
    'reassign-task',
    {
      new: 'task.wrong-state',
      assigned: 'applied',
      'in-progress': 'applied',
      waiting: 'applied',
      completing: 'task.wrong-state',
      completed: 'task.wrong-state',
      approved: 'task.wrong-state',
      returned: 'applied',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('reassign-task', plannedByOthers),
  ...everyPerson('reassign-task', 'in-progress', planners),
  ...formerExecutors('reassign-task', endedForFormer),
  {
    title: 'given to others altogether, the task is Assigned anew without marks of the former ones',
    given: { task: aTask({ state: 'waiting', acceptedAt: minutesAgo(100) }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const expected = aTask({ executors: [dahl], startedAt: minutesAgo(120), closedAt: now });
      ensureEqual(taskOf(next), expected, 'task');
    },
  },
  {
    title: 'adding somebody changes nothing for those who stay',
    given: { task: aTask({ state: 'waiting', acceptedAt: minutesAgo(100) }) },
    actor: 'magnus',
    command: both,
    outcome: 'applied',
    then: (next) => {
      const expected = aTask({ state: 'waiting', acceptedAt: minutesAgo(100), executors: [sagvik, dahl] });
      ensureEqual(taskOf(next), expected, 'task');
    },
  },
  {
    title: 'taking one of two away leaves the task where it is',
    given: { task: aTask({ state: 'in-progress', executors: [sagvik, dahl] }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const expected = aTask({ state: 'in-progress', executors: [dahl], closedAt: now });
      ensureEqual(taskOf(next), expected, 'task');
    },
  },
  {
    title: 'files on their way are refused for those who go and for nobody else',
    given: {
      task: aTask({
        executors: [sagvik, dahl, asExecutor('arne')],
        files: [
          aFile(),
          aFile({ id: ids.report, state: 'available' }),
          aFile({ id: ids.drawing, declaredBy: people.arne.id, partyId: people.arne.id }),
          aFile({ id: ids.ragnarsPhoto, declaredBy: people.ragnar.id, partyId: dahl.id }),
        ],
      }),
    },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      const files = taskOf(next).files.map((file) => [file.id, file.state, file.refusalCode]);
      ensureEqual(
        files,
        [
          [ids.photo, 'refused', 'grant.ended'],
          [ids.report, 'available', null],
          [ids.drawing, 'refused', 'grant.ended'],
          [ids.ragnarsPhoto, 'declared', null],
        ],
        'files',
      );
    },
  },
  {
    title: 'adding somebody again answers their request',
    given: { task: aTask({ executors: [dahl], reopeningRequests: [aRequest()] }) },
    actor: 'magnus',
    command: both,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).reopeningRequests, [aRequest({ answeredAt: now })], 'requests');
    },
  },
  {
    title: 'an answer that was given keeps its time',
    given: { task: aTask({ reopeningRequests: [aRequest({ answeredAt: minutesAgo(1) })] }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).reopeningRequests, [aRequest({ answeredAt: minutesAgo(1) })], 'requests');
    },
  },
  {
    title: 'a supplier of another tenant cannot be added',
    given: { task: aTask() },
    actor: 'magnus',
    command: { ...command, executors: [{ kind: 'supplier', id: sagvikInNordvag.id }] },
    outcome: 'task.executor-unknown',
  },
];
