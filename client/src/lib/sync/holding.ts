import type { Id } from '#shared/kernel/ids.ts';
import { heldSchema, type Holding } from '#shared/sync/holding.ts';
import type { WaitingItem } from '#shared/tasks/task.ts';
import { isUnsettled, type AttentionItem } from '#lib/device/attention-item.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import { waitingKindOf } from '#lib/sync/label-of.ts';

/** The person's own work on the device, settled or not. */
export interface OwnWork {
  readonly outbox: readonly OutboxEntry[];
  readonly uploads: readonly UploadRow[];
  readonly attention: readonly AttentionItem[];
}

const itemsPerTask = 50;
const mostTasks = 500;
/** Characters of items in all: the list shares the request with the commands. Counts are always whole. */
const mostItemText = 100_000;

/** Reads the person's own work in the running transaction. */
export async function loadWork(db: PersonDatabase): Promise<OwnWork> {
  const [outbox, uploads, attention] = await Promise.all([
    db.outbox.orderBy('seq').toArray(),
    db.uploads.toArray(),
    db.attention.where('status').anyOf('open', 'asked').toArray(),
  ]);
  return { outbox, uploads, attention };
}

/** A thing that waits, and where it belongs. */
export interface Waiting extends WaitingItem {
  taskId: Id | null;
  order: number;
}

/** What the server does not have yet, in the order it was made; a file and the command that declares it are one. */
export function waitingIn(work: OwnWork): Waiting[] {
  const files = work.uploads
    .filter((row) => row.state !== 'landed' && row.state !== 'lost')
    .map((row) => ({
      taskId: row.taskId,
      kind: 'file' as const,
      name: row.name,
      size: row.size,
      madeAt: row.madeAt,
      order: row.order,
    }));
  const commands = [
    ...work.outbox.filter((entry) => entry.outcome?.status !== 'applied'),
    ...work.attention.filter((item) => item.kind === 'command' && isUnsettled(item)),
  ]
    .filter(({ command }) => command.type !== 'declare-file')
    .map(({ taskId, command, label, madeAt, order }) => ({
      taskId,
      kind: waitingKindOf(command.type),
      name: cut(label),
      size: null,
      madeAt,
      order,
    }));
  return [...files, ...commands].sort((a, b) => a.order - b.order);
}

/**
 * The same per task, as the first and the last push of a pass and the first page of its pull carry it. What the server
 * would not take is left out: this list must never stop the queue.
 */
export function holdingOf(work: OwnWork): Holding {
  const byTask = new Map<Id | null, Holding[number]>();
  let text = 0;
  for (const { taskId, order: _, ...item } of waitingIn(work)) {
    const task = byTask.get(taskId) ?? {
      taskId,
      files: 0,
      bytes: 0,
      commands: 0,
      items: [],
      oldestAt: item.madeAt,
    };
    text += item.name.length + 120;
    byTask.set(taskId, {
      ...task,
      oldestAt: task.oldestAt !== null && task.oldestAt < item.madeAt ? task.oldestAt : item.madeAt,
      files: task.files + (item.kind === 'file' ? 1 : 0),
      bytes: task.bytes + (item.size ?? 0),
      commands: task.commands + (item.kind === 'file' ? 0 : 1),
      items: task.items.length < itemsPerTask && text < mostItemText ? [...task.items, item] : task.items,
    });
  }
  return [...byTask.values()].filter((task) => heldSchema.safeParse(task).success).slice(0, mostTasks);
}

function cut(name: string): string {
  return name.slice(0, 200).toWellFormed().trim();
}
