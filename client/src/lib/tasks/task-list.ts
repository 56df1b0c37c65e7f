import { isOpen } from '#shared/tasks/task-state.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { Priority, Task } from '#shared/tasks/task.ts';
import type { TaskListItem } from '#lib/sync/join-tasks.ts';
import { urgencyOf } from '#lib/tasks/urgency.ts';

/** The ways of narrowing the list. */
export const taskFilters = ['all', 'today', 'overdue', 'waiting'] as const;
export type TaskFilter = (typeof taskFilters)[number];

/** What the person asked to see. `tenantId` '' is all of them. */
export interface ListChoice {
  readonly filter: TaskFilter;
  readonly tenantId: string;
  readonly search: string;
}

const byPriority: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 };
const afterAllDates = '9999-12-31';

/** What matters first: to be done before done, by deadline (none last), then priority, then number. */
export function orderTasks(items: readonly TaskListItem[]): TaskListItem[] {
  const rank = ({ task }: TaskListItem) => (isOpen(task.state) ? 0 : 1);
  const deadline = ({ task }: TaskListItem) => task.deadline ?? afterAllDates;
  return [...items].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (deadline(a) < deadline(b) ? -1 : deadline(a) > deadline(b) ? 1 : 0) ||
      byPriority[a.task.priority] - byPriority[b.task.priority] ||
      a.task.number - b.task.number,
  );
}

/** How many tasks each filter shows, of one tenant or of all. */
export function countTasks(
  items: readonly TaskListItem[],
  tenantId: string,
  today: string,
): Record<TaskFilter, number> {
  const counts: Record<TaskFilter, number> = { all: 0, today: 0, overdue: 0, waiting: 0 };
  for (const { task } of items) {
    if (tenantId !== '' && task.tenantId !== tenantId) continue;
    counts.all += 1;
    if (task.state === 'waiting') counts.waiting += 1;
    const urgency = urgencyOf(task, today);
    if (urgency === 'today' || urgency === 'overdue') counts[urgency] += 1;
  }
  return counts;
}

/** The tasks that were asked for; every word searched for must be somewhere in what the card says. */
export function chooseTasks(
  items: readonly TaskListItem[],
  { filter, tenantId, search }: ListChoice,
  today: string,
): TaskListItem[] {
  return items.filter(({ task }) => {
    if (tenantId !== '' && task.tenantId !== tenantId) return false;
    if (filter === 'waiting' && task.state !== 'waiting') return false;
    if ((filter === 'today' || filter === 'overdue') && urgencyOf(task, today) !== filter) return false;
    const { number, title, buildingName, place, tenantName, text } = task;
    return hasWords(`${number} ${title} ${buildingName} ${place} ${tenantName} ${text}`, search);
  });
}

/** The tasks that are over and were asked for, by the same search. */
export function choosePastTasks(
  tasks: readonly PastTask[],
  { checklistsOnly, search }: { checklistsOnly: boolean; search: string },
): PastTask[] {
  return tasks.filter(
    ({ number, title, tenantName, checklists }) =>
      (!checklistsOnly || checklists.length > 0) && hasWords(`${number} ${title} ${tenantName}`, search),
  );
}

function hasWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => lower.includes(word));
}

/** Whom the tasks are for, by name: a filter is worth its place from two on. */
export function tenantsOf(items: readonly TaskListItem[]): { id: string; name: string }[] {
  const names = new Map(items.map(({ task }) => [task.tenantId, task.tenantName]));
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'nb'));
}

/** How far a task's checklists have come; null where it has none. */
export function checklistProgress({ checklists }: Pick<Task, 'checklists'>): {
  answered: number;
  questions: number;
} | null {
  if (checklists.length === 0) return null;
  let answered = 0;
  let questions = 0;
  for (const checklist of checklists) {
    const given = new Set(checklist.answers.filter((a) => a.value !== null).map((a) => a.questionId));
    questions += checklist.questions.length;
    answered += checklist.questions.filter((question) => given.has(question.id)).length;
  }
  return { answered, questions };
}
