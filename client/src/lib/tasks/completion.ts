import { isOutstanding } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { actsFor } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { fileKindOf } from '#lib/files/file-kind.ts';
import type { OutboxItem } from '#lib/sync/outbox-list.ts';

/** What completing a task means just now, in facts for the dialog. */
export interface Completion {
  /** The files that the command names: everything own that was declared and still counts. */
  readonly files: readonly Id[];
  readonly delivered: readonly Task['checklists'][number][];
  /** Mandatory and not delivered: they stop it. */
  readonly blocking: readonly Task['checklists'][number][];
  /** Not delivered, not mandatory. */
  readonly undelivered: readonly Task['checklists'][number][];
  /** What this device sends first. */
  readonly waiting: { readonly photos: number; readonly files: number; readonly changes: number };
  /** ends: access to the building and its archive · stays: by other open tasks there · unchanged: by membership. */
  readonly access: 'ends' | 'stays' | 'unchanged';
  /** Own open tasks in the same building. */
  readonly otherTasks: readonly Task[];
  /** Executors other than the person's own company. */
  readonly otherExecutors: readonly string[];
}

/** Everything the dialog says, from what lies on the device. `tasks` and `outbox` are all of the person's. */
export function foreseeCompletion(
  task: Task,
  actor: Actor,
  tasks: readonly Task[],
  outbox: readonly OutboxItem[],
): Completion {
  const own = task.files.filter(
    (file) => file.declaredBy === actor.personId && (isOutstanding(file) || file.state === 'available'),
  );
  const open = task.checklists.filter((list) => list.deliveredAt === null);
  const otherTasks = tasks.filter(
    (one) => one.id !== task.id && one.buildingId === task.buildingId && isOpen(one.state),
  );
  const here = outbox.filter((item) => item.taskId === task.id && item.status !== 'received');
  const sent = here.filter((item) => item.kind === 'file');
  const types = new Map(task.files.map((file) => [file.id, file]));
  const photos = sent.filter(({ id, text }) => isPhoto(types.get(id)?.type ?? null, text)).length;
  return {
    files: own.map((file) => file.id),
    delivered: task.checklists.filter((list) => list.deliveredAt !== null),
    blocking: open.filter((list) => list.mandatory),
    undelivered: open.filter((list) => !list.mandatory),
    waiting: { photos, files: sent.length - photos, changes: here.length - sent.length },
    access: reachesBuilding(actor, task.tenantId, task.buildingId)
      ? 'unchanged'
      : otherTasks.length > 0
        ? 'stays'
        : 'ends',
    otherTasks,
    otherExecutors: task.executors
      .filter((executor) => !actsFor(actor, executor, task.tenantId))
      .map((executor) => executor.name),
  };
}

/** The server says a type only of what it has; until then the name must do. */
function isPhoto(type: string | null, name: string): boolean {
  return fileKindOf(type) === 'image' || /\.(jpe?g|png|heic|heif|webp|avif|gif|tiff?)$/iu.test(name);
}
