import { expect, test } from 'vitest';
import { listOfferedActions } from '#lib/tasks/office-task-actions.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aChecklist, aTask, asExecutor, now } from '#shared/testing/builders.ts';
import { actorOf, type PersonName } from '#shared/testing/people.ts';
import { askebyBad } from '#shared/testing/places.ts';

const offered = (task: Task, person: PersonName = 'magnus') =>
  listOfferedActions(task, actorOf(person), now).map((one) => one.action);

test('a manager is offered in each state what the rules allow, the next step first', () => {
  const expected: Record<TaskState, string[]> = {
    new: ['assign', 'cancel'],
    assigned: ['complete', 'reassign', 'cancel'],
    'in-progress': ['complete', 'reassign', 'cancel'],
    waiting: ['complete', 'reassign', 'cancel'],
    returned: ['complete', 'reassign', 'cancel'],
    completing: ['force-complete', 'return', 'reopen', 'cancel'],
    completed: ['approve', 'return', 'reopen'],
    approved: ['return', 'reopen'],
    cancelled: ['reopen'],
  };
  const found = Object.fromEntries(
    Object.keys(expected).map((state) => [state, offered(aTask({ state: state as TaskState }))]),
  );
  expect(found).toEqual(expected);
});

test('completing is offered with its reason while a mandatory checklist is not delivered', () => {
  const task = aTask({ state: 'in-progress', checklists: [aChecklist()] });
  const complete = listOfferedActions(task, actorOf('magnus'), now).find((one) => one.action === 'complete');
  expect(complete?.blockedBy).toEqual({ code: 'task.checklist-missing', titles: ['Brannkontroll'] });
});

test('an executor of the office completes own tasks and plans nothing', () => {
  expect(offered(aTask({ executors: [asExecutor('erik')] }), 'erik')).toEqual(['complete']);
  expect(offered(aTask(), 'erik')).toEqual([]);
  expect(offered(aTask({ state: 'completed' }), 'erik')).toEqual([]);
});

test('a manager of another building is offered nothing', () => {
  expect(offered(aTask(), 'mette')).toEqual([]);
  expect(offered(aTask({ buildingId: askebyBad.id }), 'mette')).toEqual(['complete', 'reassign', 'cancel']);
});

test('a closed task without executor cannot be returned to anybody', () => {
  expect(offered(aTask({ state: 'completed', executors: [] }))).toEqual(['approve', 'reopen']);
});
