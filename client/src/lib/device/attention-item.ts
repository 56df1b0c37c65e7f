import type { TaskSnapshot } from '#lib/device/outbox-entry.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Refusal } from '#shared/sync/outcome.ts';

/**
 * open: waits for the person · asked: reopening was asked for · retried: the same work went as a new command ·
 * discarded: by the person. Only open and asked items are still work of the person's.
 */
export type AttentionStatus = 'open' | 'asked' | 'retried' | 'discarded';

/**
 * Work that the server refused, whole, with the reason. `id` is the refused command's (for an upload whose bytes were
 * refused: the declaring command's), so that nothing is told twice.
 */
export interface AttentionItem {
  id: Id;
  kind: 'command' | 'upload';
  taskId: Id | null;
  /** The file it is about, for uploads and for commands that declare one. */
  fileId: Id | null;
  command: FieldCommand;
  refusal: Refusal;
  task: TaskSnapshot | null;
  label: string;
  order: number;
  retries: number;
  madeAt: Instant;
  /** When this device learnt of the refusal. */
  at: Instant;
  status: AttentionStatus;
  /** The request-reopening that told staff of it. */
  askedBy: Id | null;
}

/** Whether the item is still work that waits for somebody. */
export function isUnsettled(item: Pick<AttentionItem, 'status'>): boolean {
  return item.status === 'open' || item.status === 'asked';
}
