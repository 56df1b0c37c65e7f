import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { AttentionItem } from '#lib/device/attention-item.ts';
import { isUnsettled } from '#lib/device/attention-item.ts';
import type { TaskSnapshot } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import type { EngineState } from '#lib/sync/board.ts';
import { sentOf } from '#lib/sync/file-view.ts';
import type { OwnWork } from '#lib/sync/holding.ts';
import { statusOfEntry, statusOfUpload, type ItemStatus } from '#lib/sync/item-status.ts';

/** One line of the outbox: a command, or a file together with the command that declares it. */
export interface OutboxItem {
  /** The command's id, or the file's. */
  readonly id: Id;
  readonly kind: 'command' | 'file';
  readonly type: FieldCommand['type'];
  /** A file's name, a question, a checklist's title; a comment's own words; '' for steps. */
  readonly text: string;
  readonly taskId: Id | null;
  readonly task: TaskSnapshot | null;
  readonly madeAt: Instant;
  /** What the browser called a file's type; null for commands. */
  readonly fileType: string | null;
  /** Bytes; null for commands. */
  readonly size: number | null;
  readonly sent: number;
  readonly status: ItemStatus;
}

/** Everything on its way, in the order it was made. What was refused is in the attention list instead. */
export function outboxItems(work: OwnWork, state: EngineState): OutboxItem[] {
  const commands = work.outbox
    .filter(({ command }) => command.type !== 'declare-file')
    .map((entry) => ({
      order: entry.order,
      id: entry.id,
      kind: 'command' as const,
      type: entry.command.type,
      text: wordsOf(entry.command, entry.label),
      taskId: entry.taskId,
      task: entry.task,
      madeAt: entry.madeAt,
      fileType: null,
      size: null,
      sent: 0,
      status: statusOfEntry(entry, state),
    }));
  const files = work.uploads
    .filter((row) => row.state !== 'refused')
    .map((row) => ({
      order: row.order,
      id: row.fileId,
      kind: 'file' as const,
      type: 'declare-file' as const,
      text: row.name,
      taskId: row.taskId,
      task: row.task,
      madeAt: row.madeAt,
      fileType: row.type,
      size: row.size,
      sent: sentOf(row, state),
      status: statusOfUpload(row, state),
    }));
  return [...commands, ...files].sort((a, b) => a.order - b.order).map(({ order: _, ...item }) => item);
}

/** Whether the server lacks it and waiting helps: bytes that the browser threw away never go. */
export function isGoing({ status }: Pick<OutboxItem, 'status'>): boolean {
  return status !== 'received' && status !== 'lost';
}

/** What was refused and waits for the person, with the file's facts where there is one. */
export interface AttentionView extends AttentionItem {
  readonly upload: UploadRow | null;
  /** When reopening was asked for, and whether the server has the request; null where it was not. */
  readonly asked: { readonly at: Instant | null; readonly sent: boolean } | null;
  /** A comment's words, a file's name, a question. */
  readonly text: string;
}

/** The list of what needs attention, in the order it was made. */
export function readAttention(db: PersonDatabase): Promise<AttentionView[]> {
  return db.transaction('r', [db.uploads, db.attention, db.outbox, db.pastTasks], async () => {
    const items = await db.attention.where('status').anyOf('open', 'asked').sortBy('order');
    const uploads = await db.uploads.bulkGet(items.map((item) => item.fileId ?? ''));
    const asked = await requestsFor(db, items);
    return items.filter(isUnsettled).map((item, at) => ({
      ...item,
      upload: uploads[at] ?? null,
      asked: item.status === 'asked' ? (asked.get(item.askedBy) ?? { at: null, sent: true }) : null,
      text: wordsOf(item.command, item.label),
    }));
  });
}

/** The requests these items were asked for by: in the outbox, or as the server tells of them afterwards. */
async function requestsFor(db: PersonDatabase, items: readonly AttentionItem[]) {
  const found = new Map<Id | null, { at: Instant | null; sent: boolean }>();
  for (const { askedBy, taskId } of items) {
    if (askedBy === null || taskId === null || found.has(askedBy)) continue;
    const entry = await db.outbox.where('id').equals(askedBy).first();
    const past = await db.pastTasks.get(taskId);
    const at = entry?.madeAt ?? past?.body.reopeningRequestedAt ?? null;
    found.set(askedBy, { at, sent: entry === undefined || entry.outcome?.status === 'applied' });
  }
  return found;
}

function wordsOf(command: FieldCommand, label: string): string {
  if (command.type === 'add-comment') return command.text;
  return label === command.type ? '' : label;
}
