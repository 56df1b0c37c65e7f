import type { Transaction } from 'kysely';
import { listFoldersById } from '#server/buildings/building-queries.ts';
import type { Database } from '#server/db/database.ts';
import { lockFilesById, type KnownFile } from '#server/files/file-queries.ts';
import { listFormerTasks } from '#server/grants/grant-queries.ts';
import { lockAnchors, type Anchor } from '#server/grants/lock-anchors.ts';
import { loadDirectory } from '#server/sync/load-directory.ts';
import { lockQuota } from '#server/sync/quota.ts';
import { lockTasks } from '#server/tasks/task-queries.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { isMember, type Actor } from '#shared/people/actor.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { partyOf, type Directory } from '#shared/tasks/task-context.ts';
import type { Task } from '#shared/tasks/task.ts';

/** Everything rules may ask while a batch is decided, read under locks in the batch's own transaction. */
export interface Facts {
  readonly actor: Actor;
  readonly tasks: Map<Id, Task>;
  readonly files: Map<Id, KnownFile>;
  readonly folders: Map<Id, { id: Id; tenantId: Id; buildingId: Id }>;
  /** The tasks that ended for the person, with when they did. */
  readonly former: Map<Id, Instant>;
  /** Bytes left, by tenant, with the tenant's row locked; absent where no command declares a file. */
  readonly quotaLeft: Map<Id, number>;
  readonly directories: Map<Id, Directory>;
}

const beginsOrEnds: ReadonlySet<string> = new Set([
  'decline-task',
  'complete-task',
  'undo-complete',
  'cancel-file',
  'create-task',
  'assign-task',
  'reassign-task',
  'cancel-task',
  'reopen-task',
  'return-task',
  'force-complete-task',
] satisfies TaskCommand['type'][]);

/**
 * Locks in the one order (device and actor rows are locked already): task rows by id, anchors, file rows by id, then
 * quota. Then reads what the commands name. Nothing is decided here.
 */
export async function loadFacts(
  trx: Transaction<Database>,
  actor: Actor,
  commands: readonly TaskCommand[],
): Promise<Facts> {
  const taskIds = commands.flatMap((command) => command.taskId ?? []);
  const tasks = await lockTasks(trx, taskIds);
  const named = commands.flatMap((command) => ('folderId' in command ? (command.folderId ?? []) : []));
  const places = await listFoldersById(trx, [...new Set(named)]);
  // All at once, since two rounds would not be in one order: a batch that ends anything takes all its anchors alone.
  const mode = commands.some((command) => beginsOrEnds.has(command.type)) ? 'alone' : 'shared';
  await lockAnchors(trx, anchorsOf(commands, tasks, places, actor), mode);
  const fileIds = commands.flatMap((command) => ('fileId' in command ? [command.fileId] : []));
  const files = await lockFilesById(trx, [...new Set(fileIds)]);
  const withoutTask = files.flatMap((one) => (one.taskId === null ? (one.file.folderId ?? []) : []));
  const folders = [...places, ...(await listFoldersById(trx, [...new Set(withoutTask)]))];
  const quotaLeft = await lockQuota(trx, tenantsToLock(commands, tasks, folders));
  return {
    actor,
    tasks,
    files: new Map(files.map((one) => [one.file.id, one])),
    folders: new Map(folders.map((folder) => [folder.id, folder])),
    former: await listFormerTasks(trx, actor.personId, [...tasks.keys()]),
    quotaLeft,
    directories: await loadDirectories(trx, actor, commands, tasks),
  };
}

/** Declarations reserve quota and new tasks take numbers: both change the tenant's row. */
function tenantsToLock(
  commands: readonly TaskCommand[],
  tasks: ReadonlyMap<Id, Task>,
  folders: readonly { tenantId: Id }[],
): Id[] {
  const creating = commands.flatMap((command) => (command.type === 'create-task' ? [command.tenantId] : []));
  if (!commands.some((command) => command.type === 'declare-file')) return creating;
  return [...new Set([...creating, ...[...tasks.values(), ...folders].map((one) => one.tenantId)])];
}

function anchorsOf(
  commands: readonly TaskCommand[],
  tasks: ReadonlyMap<Id, Task>,
  folders: readonly { id: Id; tenantId: Id; buildingId: Id }[],
  actor: Actor,
): Anchor[] {
  return commands.flatMap((command): Anchor[] => {
    const task = command.taskId === null ? undefined : tasks.get(command.taskId);
    if (task === undefined) {
      const folder =
        command.type === 'declare-file' ? folders.find((one) => one.id === command.folderId) : undefined;
      return folder === undefined ? [] : [{ ...folder, partyId: actor.personId }];
    }
    const { tenantId, buildingId } = task;
    const parties = beginsOrEnds.has(command.type)
      ? [...task.executors, ...namedBy(command, actor, tenantId)].map((one) => one.id)
      : [partyOf(actor, task)];
    return parties.map((partyId) => ({ tenantId, buildingId, partyId }));
  });
}

/** Whom staff name as executors; what others name is refused, and leaves no anchors behind. */
function namedBy(command: TaskCommand, actor: Actor, tenantId: Id): readonly { id: Id }[] {
  const named = 'executors' in command ? command.executors : null;
  return isMember(actor, tenantId) ? (named ?? []) : [];
}

async function loadDirectories(
  trx: Transaction<Database>,
  actor: Actor,
  commands: readonly TaskCommand[],
  tasks: ReadonlyMap<Id, Task>,
): Promise<Map<Id, Directory>> {
  const tenantIds = new Set<Id>();
  for (const command of commands) {
    if (!('executors' in command)) continue;
    const tenantId = command.type === 'create-task' ? command.tenantId : tasks.get(command.taskId)?.tenantId;
    if (tenantId !== undefined && actor.memberships.some((one) => one.tenantId === tenantId))
      tenantIds.add(tenantId);
  }
  const directories = new Map<Id, Directory>();
  for (const tenantId of [...tenantIds].sort()) directories.set(tenantId, await loadDirectory(trx, tenantId));
  return directories;
}
