import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import { decideField } from '#shared/sync/decide-field.ts';
import type { Situation, SituationDecision } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { undoWindow } from '#shared/tasks/undo-complete.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** What the device knows besides the situation and the command. */
export interface DeviceFacts {
  readonly actor: Actor;
  /** The person once had the task and it ended for them. */
  readonly former: boolean;
  /** The server's clock minus the device's, milliseconds; 0 while unknown. */
  readonly clockOffset: number;
  folderOf(folderId: Id): TaskContext['folder'];
  /** A file of the person's outside the situation: in another task, or in none. */
  fileOf(fileId: Id): FileRecord | null;
}

/** The situation after pending commands, and those that the rules would refuse by what is confirmed now. */
export interface Folded {
  readonly situation: Situation;
  readonly doubts: ReadonlyMap<Id, TaskRefusal>;
}

/**
 * What the person sees: what the server said, and what was done since, by the rules the server will ask. A command
 * that they refuse changes nothing and is named in `doubts`; the server decides. Nothing is overwritten, so that
 * there is nothing to roll back.
 */
export function fold(confirmed: Situation, commands: readonly FieldCommand[], facts: DeviceFacts): Folded {
  const doubts = new Map<Id, TaskRefusal>();
  let situation = confirmed;
  for (const command of commands) {
    if (isAlreadyIn(situation, command)) continue;
    const decision = decideHere(situation, command, facts, judgedAt(confirmed, situation, command, facts));
    if (decision.ok) situation = decision.next;
    else doubts.set(command.id, decision.refusal);
  }
  return { situation, doubts };
}

/**
 * When a command counts as given. Windows are the server's: it measures by its own clock, and from its own receipt, so
 * that a completion which only this device knows can be undone for as long as it waits.
 */
export function judgedAt(
  confirmed: Situation,
  situation: Situation,
  { type, madeAt }: FieldCommand,
  { clockOffset }: DeviceFacts,
): Instant {
  if (type !== 'undo-complete' && type !== 'request-reopening') return madeAt;
  const completedAt = situation.task?.completedAt ?? null;
  const unreceived = completedAt !== null && completedAt !== confirmed.task?.completedAt;
  if (type === 'undo-complete' && unreceived)
    return toInstant(Math.min(millis(madeAt), millis(completedAt) + undoWindow));
  return toInstant(millis(madeAt) + clockOffset);
}

/** The rule's decision on the device, `now` as `judgedAt` gives it; the quota is unknown. */
export function decideHere(
  situation: Situation,
  command: FieldCommand,
  facts: DeviceFacts,
  now: Instant,
): SituationDecision {
  return decideField(situation, command, {
    actor: facts.actor,
    now,
    former: facts.former,
    quotaLeft: Infinity,
    folder: 'folderId' in command && command.folderId !== null ? facts.folderOf(command.folderId) : null,
    file: 'fileId' in command ? fileIn(situation, command.fileId, facts) : null,
    directory: null,
  });
}

function fileIn(situation: Situation, fileId: Id, facts: DeviceFacts): FileRecord | null {
  const here = situation.task?.files.find((file) => file.id === fileId);
  if (here !== undefined) return here;
  return situation.file?.id === fileId ? situation.file : facts.fileOf(fileId);
}

/** A cloned profile may hold a command whose effect its record already shows: adding it again would show it twice. */
function isAlreadyIn({ task }: Situation, command: FieldCommand): boolean {
  if (task === null) return false;
  if (command.type === 'add-comment') return task.comments.some((comment) => comment.id === command.id);
  if (command.type === 'request-reopening') {
    return task.reopeningRequests.some((request) => request.id === command.id);
  }
  return false;
}
