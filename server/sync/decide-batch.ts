import type { Facts } from '#server/sync/load-facts.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { isAssigned, type TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { Task } from '#shared/tasks/task.ts';

type Folder = { id: Id; tenantId: Id; buildingId: Id };

/** One task or taskless file as it was locked and as the batch left it. */
export interface Change {
  readonly before: Situation;
  after: Situation;
  events: TaskEvent[];
  /** Where a file without a task belongs. */
  readonly folder: Folder | null;
}

/**
 * Folds commands over the loaded facts with the shared rules, in order, each seeing what those before it did. Pure but
 * for `facts`, whose maps follow along. Nothing is written here.
 */
export function decideBatch(
  facts: Facts,
  commands: readonly TaskCommand[],
  now: Instant,
): { refusals: (Refusal | null)[]; changes: Change[] } {
  const changes = new Map<string, Change>();
  const refusals = commands.map((command) => {
    const situation = situationOf(facts, command);
    const decision = decide(situation, command, contextFor(facts, command, now));
    if (!decision.ok) return decision.refusal;
    follow(facts, changes, command, situation, decision.next, decision.events, now);
    return null;
  });
  return { refusals, changes: [...changes.values()] };
}

function situationOf(facts: Facts, command: TaskCommand): Situation {
  if (command.taskId !== null) return { task: facts.tasks.get(command.taskId) ?? null, file: null };
  const known = 'fileId' in command ? facts.files.get(command.fileId) : undefined;
  return { task: null, file: known?.taskId === null ? known.file : null };
}

/** What the rule may know for this command. */
export function contextFor(facts: Facts, command: TaskCommand, now: Instant): TaskContext {
  const task = command.taskId === null ? undefined : facts.tasks.get(command.taskId);
  const folder = folderOf(facts, command);
  const tenantId = command.type === 'create-task' ? command.tenantId : (task?.tenantId ?? folder?.tenantId);
  const lostAt = command.taskId === null ? undefined : facts.former.get(command.taskId);
  const known = 'fileId' in command ? facts.files.get(command.fileId) : undefined;
  return {
    actor: facts.actor,
    now,
    former: lostAt !== undefined,
    ...(lostAt !== undefined && { lostAt }),
    quotaLeft: (tenantId === undefined ? undefined : facts.quotaLeft.get(tenantId)) ?? 0,
    folder,
    file: known?.file ?? null,
    ...(known && { fileTenantId: known.tenantId }),
    directory: (tenantId === undefined ? undefined : facts.directories.get(tenantId)) ?? null,
  };
}

function folderOf(facts: Facts, command: TaskCommand): Folder | null {
  const known = command.type === 'cancel-file' ? facts.files.get(command.fileId)?.file.folderId : null;
  const folderId = command.type === 'declare-file' ? command.folderId : known;
  return folderId ? (facts.folders.get(folderId) ?? null) : null;
}

function follow(
  facts: Facts,
  changes: Map<string, Change>,
  command: TaskCommand,
  before: Situation,
  after: Situation,
  events: readonly TaskEvent[],
  now: Instant,
): void {
  const key = command.taskId ?? ('fileId' in command ? command.fileId : '');
  const change = changes.get(key) ?? { before, after, events: [], folder: folderOf(facts, command) };
  change.after = after;
  change.events.push(...events);
  changes.set(key, change);

  if (after.task !== null) followTask(facts, before.task, after.task, now);
  if (after.file !== null && change.folder !== null) {
    const { tenantId } = change.folder;
    facts.files.set(after.file.id, { tenantId, taskId: null, file: after.file });
  }
  for (const event of events) {
    const tenantId = after.task?.tenantId ?? change.folder?.tenantId;
    if (event.type !== 'file-declared' || tenantId === undefined) continue;
    facts.quotaLeft.set(tenantId, (facts.quotaLeft.get(tenantId) ?? 0) - event.size);
  }
}

function followTask(facts: Facts, before: Task | null, after: Task, now: Instant): void {
  const id: Id = after.id;
  facts.tasks.set(id, after);
  const { tenantId } = after;
  for (const file of after.files) facts.files.set(file.id, { tenantId, taskId: id, file });
  if (before !== null && isAssigned(facts.actor, before) && !isAssigned(facts.actor, after))
    facts.former.set(id, now);
  const directory = facts.directories.get(after.tenantId);
  if (before === null && directory !== undefined) {
    facts.directories.set(after.tenantId, { ...directory, nextNumber: directory.nextNumber + 1 });
  }
}
