import { z } from 'zod/mini';

/** The states of a task (product.md, T2). */
export const taskStateSchema = z.enum([
  'new',
  'assigned',
  'in-progress',
  'waiting',
  'completing',
  'completed',
  'approved',
  'returned',
  'cancelled',
]);
export type TaskState = z.infer<typeof taskStateSchema>;

const openStates: ReadonlySet<TaskState> = new Set(['assigned', 'in-progress', 'waiting', 'returned']);

/** Open tasks carry grants: Assigned, In progress, Waiting, Returned. */
export function isOpen(state: TaskState): boolean {
  return openStates.has(state);
}

/** The states that are open, for SQL and filters. */
export const openTaskStates = [...openStates];

/**
 * The one table of transitions: which states a command may start from. Where it leads is the command's rule, since
 * some depend on facts (completing or completed, new or in progress).
 */
export const transitions = {
  'accept-task': ['assigned', 'in-progress', 'waiting', 'returned'],
  'decline-task': ['assigned', 'in-progress', 'waiting', 'returned'],
  'start-task': ['assigned', 'returned', 'in-progress'],
  'wait-task': ['in-progress', 'waiting'],
  'resume-task': ['waiting', 'in-progress'],
  'complete-task': ['assigned', 'in-progress', 'waiting', 'returned'],
  'undo-complete': ['completing', 'completed'],
  'request-reopening': ['completing', 'completed', 'approved', 'cancelled', 'new', ...openTaskStates],
  'assign-task': ['new'],
  'reassign-task': ['assigned', 'in-progress', 'waiting', 'returned'],
  'cancel-task': ['new', 'assigned', 'in-progress', 'waiting', 'returned', 'completing'],
  'reopen-task': ['completing', 'completed', 'approved', 'cancelled'],
  'approve-task': ['completed'],
  'return-task': ['completing', 'completed', 'approved'],
  'force-complete-task': ['completing'],
} as const satisfies Record<string, readonly TaskState[]>;

export type Transition = keyof typeof transitions;

/** Whether a command may start from a state. */
export function allows(transition: Transition, from: TaskState): boolean {
  return (transitions[transition] as readonly TaskState[]).includes(from);
}
