import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { daysBetween } from '#lib/texts/say-date.ts';

/** How near a task's deadline is, for those that are still to be done. */
export type Urgency = 'overdue' | 'today' | 'later' | 'none';

type Dated = Pick<Task, 'state' | 'deadline'>;

/** How urgent a task is on a day; a task that is done is never urgent. */
export function urgencyOf({ state, deadline }: Dated, today: string): Urgency {
  if ((!isOpen(state) && state !== 'new') || deadline === null) return 'none';
  const days = daysBetween(today, deadline);
  if (days < 0) return 'overdue';
  return days === 0 ? 'today' : 'later';
}
