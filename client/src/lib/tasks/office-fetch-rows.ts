import type { Answer } from '#lib/api/request.ts';
import { fetchTasks, type TaskList } from '#lib/office/requests.ts';
import { statesOf, type ListView } from '#lib/tasks/office-task-filters.ts';

/** The most rows the server gives at once. */
const mostAtOnce = 500;

/** The first `wanted` rows of a view, in as many requests as that takes, with what else the list shows. */
export async function fetchRows(view: ListView, wanted: number): Promise<Answer<TaskList>> {
  const query = { states: statesOf(view.filter), search: view.search };
  const limit = Math.min(wanted, mostAtOnce);
  const first = await fetchTasks({ ...query, limit, offset: 0 });
  if (!first.ok) return first;
  const lines = new Map(first.data.lines.map((line) => [line.id, line]));
  for (let offset = limit; offset < Math.min(wanted, first.data.total); offset += mostAtOnce) {
    const next = await fetchTasks({ ...query, limit: Math.min(wanted - offset, mostAtOnce), offset });
    if (!next.ok) return next;
    // A task that moved between two pages comes twice.
    for (const line of next.data.lines) lines.set(line.id, line);
  }
  return { ok: true, data: { ...first.data, lines: [...lines.values()] } };
}
