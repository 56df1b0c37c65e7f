import { openTaskStates, type TaskState } from '#shared/tasks/task-state.ts';

/** The ways of narrowing the office's list, in the order they stand; `null` narrows nothing. */
const states = {
  open: openTaskStates,
  new: ['new'],
  waiting: ['waiting'],
  returned: ['returned'],
  completing: ['completing'],
  completed: ['completed'],
  approved: ['approved'],
  cancelled: ['cancelled'],
  all: null,
} as const satisfies Record<string, readonly TaskState[] | null>;

export type TaskFilter = keyof typeof states;
export const taskFilters = Object.keys(states) as TaskFilter[];

/** What an office page's address says it shows. */
export type ListView = { filter: TaskFilter; search: string };

/** The states a filter lets through; null: all. */
export function statesOf(filter: TaskFilter): readonly TaskState[] | null {
  return states[filter];
}

/** How many tasks stand under a filter, from the counts of each state. */
export function countUnder(filter: TaskFilter, counts: Partial<Record<TaskState, number>>): number {
  const shown = statesOf(filter) ?? (Object.keys(counts) as TaskState[]);
  return shown.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

/** Reads the view from an address; what is not understood counts as not said (open tasks, no search). */
export function readListView(params: Pick<URLSearchParams, 'get'>): ListView {
  const show = params.get('show') ?? '';
  return {
    filter: Object.hasOwn(states, show) ? (show as TaskFilter) : 'open',
    search: (params.get('search') ?? '').trim().slice(0, 100),
  };
}

/** The address of the list, or of one task beside it, that keeps the view. */
export function listAddress(view: ListView, taskId?: string): string {
  const params = new URLSearchParams();
  if (view.filter !== 'open') params.set('show', view.filter);
  if (view.search !== '') params.set('search', view.search);
  const query = params.size > 0 ? `?${params.toString()}` : '';
  return `/office/tasks${taskId === undefined ? '' : `/${taskId}`}${query}`;
}
