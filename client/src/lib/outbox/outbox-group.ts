import type { OutboxItem } from '#lib/sync/outbox-list.ts';
import type { TaskSnapshot } from '#lib/device/outbox-entry.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What is on its way for one task, in the order it was made. */
export interface OutboxGroup {
  readonly taskId: Id | null;
  readonly task: TaskSnapshot | null;
  readonly items: readonly OutboxItem[];
}

/** Groups the outbox by task; the task whose oldest work is oldest stands first. */
export function groupOutbox(items: readonly OutboxItem[]): OutboxGroup[] {
  const groups = new Map<Id | null, OutboxItem[]>();
  for (const item of items) {
    const own = groups.get(item.taskId);
    if (own === undefined) groups.set(item.taskId, [item]);
    else own.push(item);
  }
  return [...groups].map(([taskId, own]) => ({
    taskId,
    task: own.find((item) => item.task !== null)?.task ?? null,
    items: own,
  }));
}
