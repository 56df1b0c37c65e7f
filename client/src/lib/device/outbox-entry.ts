import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Outcome } from '#shared/sync/outcome.ts';

/** What a task was called when work on it was made: the words stay when the record has gone. */
export interface TaskSnapshot {
  taskId: Id;
  number: number;
  title: string;
  tenantName: string;
  /** null where only the receipt is left. */
  buildingId: Id | null;
}

/**
 * One command that is not settled. `seq` is its place in the device's gapless sequence (given anew after a fork);
 * `order` counts what was made on this device and never changes. `outcome` is what a push brought; the entry stays
 * until a pull whose snapshot contains the effect settles it.
 */
export interface OutboxEntry {
  seq: number;
  order: number;
  id: Id;
  taskId: Id | null;
  command: FieldCommand;
  madeAt: Instant;
  /** What the office is told it is: a question, a checklist's title, a file's name. Never a comment's words. */
  label: string;
  task: TaskSnapshot | null;
  /** How often the same work has been made into a new command by itself. */
  retries: number;
  outcome: Outcome | null;
}

/** An applied command, kept for a while: a server that was restored to an earlier point may have lost it. */
export type SentEntry = Omit<OutboxEntry, 'seq' | 'outcome'> & { settledAt: Instant };
