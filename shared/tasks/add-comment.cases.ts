import { aCommand } from '#shared/testing/a-command.ts';
import { aComment, asExecutor, aTask, dahl, ids, now } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';
import {
  closedToSuppliers,
  endedForFormer,
  everyPerson,
  everyState,
  formerExecutors,
  taskOf,
  workers,
  titled,
} from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { people } from '#shared/testing/people.ts';

const shared = aCommand('add-comment');
const internal = aCommand('add-comment', { internal: true });

/** Cases of `add-comment`. */
export const addCommentCases: readonly CommandCase[] = [
  ...everyState('add-comment', {
    ...closedToSuppliers,
    assigned: 'applied',
    'in-progress': 'applied',
    waiting: 'applied',
    returned: 'applied',
  }),
  ...everyPerson('add-comment', 'assigned', { ...workers, erik: 'applied' }),
  ...titled(
    'internal',
    everyPerson(
      'add-comment',
      'in-progress',
      {
        astrid: 'applied',
        magnus: 'applied',
        erik: 'applied',
        siri: 'grant.missing',
        sondre: 'grant.missing',
      },
      { command: internal },
    ),
  ),
  ...formerExecutors('add-comment', endedForFormer),
  {
    title: 'the comment is added last, with its author and the time of receipt',
    given: { task: aTask({ comments: [aComment()] }) },
    actor: 'siri',
    command: shared,
    outcome: 'applied',
    then: (next) => {
      const comment = {
        id: ids.command,
        authorId: people.siri.id,
        authorName: people.siri.name,
        text: shared.text,
        internal: false,
        at: now,
      };
      ensureEqual(taskOf(next), aTask({ comments: [aComment(), comment] }), 'task');
    },
  },
  {
    title: 'an internal comment of staff is marked as such',
    given: { task: aTask() },
    actor: 'magnus',
    command: internal,
    outcome: 'applied',
    then: (next) => {
      ensureEqual(taskOf(next).comments[0]?.internal, true, 'internal');
    },
  },
  {
    title: 'an ad hoc user writes in the shared thread of an own task',
    given: { task: aTask({ executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command: shared,
    outcome: 'applied',
  },
  {
    title: 'an ad hoc user writes no internal comments, even on an own task',
    given: { task: aTask({ executors: [asExecutor('arne')] }) },
    actor: 'arne',
    command: internal,
    outcome: 'grant.missing',
  },
  {
    title: 'a user comments the case they reported',
    given: { task: aTask({ createdBy: people.unni.id }) },
    actor: 'unni',
    command: shared,
    outcome: 'applied',
  },
  {
    title: 'a user who once had the task and did not report it stays outside',
    given: { task: aTask() },
    actor: 'unni',
    former: 'reassigned',
    command: shared,
    outcome: 'grant.ended',
  },
  {
    title: 'nobody comments before the task is assigned',
    given: { task: aTask({ state: 'new' }) },
    actor: 'magnus',
    command: shared,
    outcome: 'task.wrong-state',
    facts: { state: 'new' },
  },
  {
    title: 'who had the task before hears that it is completed, and not by whom',
    given: {
      task: aTask({
        ...{ state: 'completed', executors: [dahl] },
        ...{ completedBy: people.ragnar.id, completedByName: people.ragnar.name },
      }),
    },
    actor: 'siri',
    former: 'reassigned',
    command: shared,
    outcome: 'task.closed',
    facts: { state: 'completed', byName: null },
  },
];
