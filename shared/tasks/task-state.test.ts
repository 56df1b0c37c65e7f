import { describe, expect, it } from 'vitest';
import { allows, isOpen, openTaskStates, taskStateSchema, transitions } from '#shared/tasks/task-state.ts';

/** Product page T2, read once more by hand: from which states each step may be taken. */
const page: Record<keyof typeof transitions, string> = {
  'accept-task': 'assigned in-progress returned waiting',
  'decline-task': 'assigned in-progress returned waiting',
  'start-task': 'assigned in-progress returned',
  'wait-task': 'in-progress waiting',
  'resume-task': 'in-progress waiting',
  'complete-task': 'assigned in-progress returned waiting',
  'undo-complete': 'completed completing',
  'request-reopening': 'approved assigned cancelled completed completing in-progress new returned waiting',
  'assign-task': 'new',
  'reassign-task': 'assigned in-progress returned waiting',
  'cancel-task': 'assigned completing in-progress new returned waiting',
  'reopen-task': 'approved cancelled completed completing',
  'approve-task': 'completed',
  'return-task': 'approved completed completing',
  'force-complete-task': 'completing',
};

describe('the states of a task', () => {
  it('that are open are Assigned, In progress, Waiting and Returned', () => {
    const open = taskStateSchema.options.filter(isOpen);
    expect(open.sort()).toEqual(['assigned', 'in-progress', 'returned', 'waiting']);
    expect([...openTaskStates].sort()).toEqual(open);
  });

  it.each(Object.keys(page) as (keyof typeof transitions)[])(
    'let %s start where the page says',
    (transition) => {
      const from = taskStateSchema.options.filter((state) => allows(transition, state));
      expect(from.sort().join(' ')).toBe(page[transition]);
      expect(new Set(transitions[transition]).size).toBe(transitions[transition].length);
    },
  );
});
