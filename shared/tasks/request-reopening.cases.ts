import { aCommand } from '#shared/testing/a-command.ts';
import { aRequest, asExecutor, aTask, ids, minutesAgo, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import { everyPerson, everyState, formerExecutors, formerTask, taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';
import { askebyBad } from '#shared/testing/places.ts';

const command = aCommand('request-reopening');
const thirtyDays = 30 * 24 * 60;

/** Cases of `request-reopening`. */
export const requestReopeningCases: readonly CommandCase[] = [
  ...everyState('request-reopening', {
    new: 'task.not-found',
    assigned: 'task.wrong-state',
    'in-progress': 'task.wrong-state',
    waiting: 'task.wrong-state',
    completing: 'applied',
    completed: 'applied',
    approved: 'applied',
    returned: 'task.wrong-state',
    cancelled: 'applied',
  }),
  ...everyPerson('request-reopening', 'completed', {
    astrid: 'grant.missing',
    magnus: 'grant.missing',
    erik: 'grant.missing',
    siri: 'applied',
    sondre: 'applied',
  }),
  ...formerExecutors('request-reopening', {
    reassigned: 'applied',
    declined: 'applied',
    completed: 'applied',
    cancelled: 'applied',
  }),
  {
    title: 'the request tells what waits and changes nothing else',
    given: { task: aTask({ state: 'completed' }) },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const request = {
        id: ids.command,
        byId: people.siri.id,
        byName: people.siri.name,
        at: now,
        message: command.message,
        waiting: command.waiting,
        answeredAt: null,
      };
      ensureEqual(taskOf(next), aTask({ state: 'completed', reopeningRequests: [request] }), 'task');
    },
  },
  {
    title: 'a newer request takes the place of the unanswered one of the same person only',
    given: {
      task: aTask({
        state: 'completed',
        reopeningRequests: [
          aRequest({ id: ids.comment, answeredAt: minutesAgo(2) }),
          aRequest(),
          aRequest({ id: ids.entry, byId: people.sondre.id, byName: people.sondre.name }),
        ],
      }),
    },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: (next) => {
      const kept = taskOf(next).reopeningRequests.map((one) => one.id);
      ensureEqual(kept, [ids.comment, ids.entry, ids.command], 'requests');
    },
  },
  {
    title: 'exactly 30 days after the end a request is still taken',
    given: { task: aTask({ state: 'completed', closedAt: minutesAgo(thirtyDays) }) },
    actor: 'siri',
    command,
    outcome: 'applied',
  },
  {
    title: 'a millisecond later it is not',
    given: { task: aTask({ state: 'completed', closedAt: minutesAgo(thirtyDays) }) },
    actor: 'siri',
    command,
    now: minutesAgo(-1 / 60_000),
    outcome: 'task.request-too-late',
    facts: { closedAt: minutesAgo(thirtyDays) },
  },
  {
    title: 'the 30 days count for a task given to somebody else too',
    given: { task: { ...formerTask('reassigned'), closedAt: minutesAgo(thirtyDays + 1) } },
    actor: 'siri',
    former: 'reassigned',
    command,
    outcome: 'task.request-too-late',
  },
  {
    title: 'and from when it was taken, however the others went on with it',
    given: { task: { ...formerTask('reassigned'), closedAt: null } },
    actor: 'siri',
    former: 'reassigned',
    endedAt: minutesAgo(thirtyDays + 1),
    command,
    outcome: 'task.request-too-late',
    facts: { closedAt: minutesAgo(thirtyDays + 1) },
    where: { only: ['rule', 'server'], because: 'the device does not hold a task that was taken away' },
  },
  {
    title: 'an ad hoc user asks for a task of their own',
    given: {
      task: aTask({ state: 'completed', executors: [asExecutor('arne')], completedBy: people.arne.id }),
    },
    actor: 'arne',
    command,
    outcome: 'applied',
  },
  {
    title: 'an ad hoc user who had the task asks to be added again',
    given: { task: formerTask('reassigned') },
    actor: 'arne',
    former: 'reassigned',
    command,
    outcome: 'applied',
  },
  {
    title: 'an executor of the staff whose building was taken away is told what happened',
    given: {
      task: aTask({
        state: 'completed',
        buildingId: askebyBad.id,
        buildingName: askebyBad.name,
        executors: [asExecutor('erik')],
      }),
    },
    actor: 'erik',
    former: 'completed',
    command,
    outcome: 'task.closed',
  },
  {
    title: 'a task that does not exist is not found',
    given: { task: null },
    actor: 'siri',
    command,
    outcome: 'task.not-found',
  },
];
