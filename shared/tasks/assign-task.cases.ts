import { aCommand } from '#shared/testing/a-command.ts';
import { aRequest, asExecutor, aTask, dahl, minutesAgo, now, sagvik } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  taskOf,
  plannedByOthers,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { dahlInAskeby, sagvikInAskeby, sagvikInNordvag } from '#shared/testing/places.ts';

const command = aCommand('assign-task');

/** Cases of `assign-task`. */
export const assignTaskCases: readonly CommandCase[] = [
  ...everyState(
    'assign-task',
    {
      new: 'applied',
      assigned: 'task.wrong-state',
      'in-progress': 'task.wrong-state',
      waiting: 'task.wrong-state',
      completing: 'task.wrong-state',
      completed: 'task.wrong-state',
      approved: 'task.wrong-state',
      returned: 'task.wrong-state',
      cancelled: 'task.wrong-state',
    },
    { actor: 'magnus' },
  ),
  ...everyState('assign-task', plannedByOthers),
  ...everyPerson('assign-task', 'new', { astrid: 'applied', magnus: 'applied', erik: 'grant.missing' }),
  ...formerExecutors('assign-task', endedForFormer),
  {
    title: 'assigning names the executors from the directory, each once',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command: {
      ...command,
      executors: [
        { kind: 'supplier', id: sagvikInAskeby.id },
        { kind: 'person', id: people.arne.id },
        { kind: 'supplier', id: dahlInAskeby.id },
        { kind: 'supplier', id: sagvikInAskeby.id },
      ],
    },
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ executors: [sagvik, asExecutor('arne'), dahl] }), 'task');
    },
  },
  {
    title: 'assigning a declined task again answers the request and starts without old marks',
    given: {
      task: aTask({
        state: 'new',
        acceptedAt: minutesAgo(50),
        declined: { byName: people.siri.name, reason: 'Ferie', at: minutesAgo(5) },
        closedAt: minutesAgo(5),
        reopeningRequests: [aRequest()],
      }),
    },
    actor: 'magnus',
    command,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next), aTask({ reopeningRequests: [aRequest({ answeredAt: now })] }), 'task');
    },
  },
  {
    title: 'a supplier of another tenant cannot be assigned',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command: { ...command, executors: [{ kind: 'supplier', id: sagvikInNordvag.id }] },
    outcome: 'task.executor-unknown',
  },
  {
    title: 'a user, who reports and does not work, cannot be assigned',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command: { ...command, executors: [{ kind: 'person', id: people.unni.id }] },
    outcome: 'task.executor-unknown',
  },
  {
    title: 'a supplier is not found among people',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command: { ...command, executors: [{ kind: 'person', id: sagvikInAskeby.id }] },
    outcome: 'task.executor-unknown',
  },
  {
    title: 'one unknown executor among known ones stops the whole assignment',
    given: { task: aTask({ state: 'new' }) },
    actor: 'astrid',
    command: { ...command, executors: [...command.executors, { kind: 'person', id: people.stig.id }] },
    outcome: 'task.executor-unknown',
  },
];
