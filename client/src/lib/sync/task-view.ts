import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { Task } from '#shared/tasks/task.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { isUnsettled, type AttentionItem } from '#lib/device/attention-item.ts';
import { readMeta } from '#lib/device/meta.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { EngineState } from '#lib/sync/board.ts';
import { fileViews, type FileView } from '#lib/sync/file-view.ts';
import { statusOfEntry, type ItemStatus } from '#lib/sync/item-status.ts';
import { isLeaseOver } from '#lib/sync/lease.ts';
import { loadProspect, prospectTables, type Prospect } from '#lib/sync/prospect.ts';

/** A task as the person sees it: what the server said and what they did since, each thing with its status. */
export interface TaskView {
  /** Confirmed ⊕ pending. */
  readonly task: Task;
  readonly building: Building | null;
  readonly files: readonly FileView[];
  /** By comment id; a comment not named here has been received. */
  readonly comments: Readonly<Record<Id, ItemStatus>>;
  /** By question id, across checklists; an answer not named here has been received. */
  readonly answers: Readonly<Record<Id, ItemStatus>>;
  /** By checklist id. */
  readonly deliveries: Readonly<Record<Id, ItemStatus>>;
  /** The newest pending step (start, wait, resume, complete, …), or null. */
  readonly step: { readonly type: FieldCommand['type']; readonly status: ItemStatus } | null;
  /** Pending commands that the rules would refuse by what is confirmed now; the server decides. */
  readonly doubts: ReadonlyMap<Id, TaskRefusal>;
}

/** Everything this device knows of one task. `current` is null when the person does not hold it (any more). */
export interface TaskPage {
  readonly current: TaskView | null;
  readonly past: PastTask | null;
  readonly attention: readonly AttentionItem[];
  /** Commands on their way, also for a task that has gone. */
  readonly waiting: readonly OutboxEntry[];
}

/** Reads one task's page, as of one moment. */
export function readTaskPage(
  db: PersonDatabase,
  taskId: Id,
  state: EngineState,
  now: number,
): Promise<TaskPage> {
  return db.transaction('r', prospectTables(db), async () => {
    const prospect = await loadProspect(db, { taskId, fileId: null });
    const hidden = isLeaseOver(await readMeta(db.meta, 'contact'), now);
    const past = await db.pastTasks.get(taskId);
    const attention = await db.attention.where('taskId').equals(taskId).sortBy('order');
    return {
      current: prospect === null || hidden ? null : await viewOf(db, taskId, prospect, state),
      past: past?.body ?? null,
      attention: attention.filter(isUnsettled),
      waiting: prospect?.entries ?? [],
    };
  });
}

async function viewOf(
  db: PersonDatabase,
  taskId: Id,
  { situation, entries, doubts }: Prospect,
  state: EngineState,
): Promise<TaskView | null> {
  const { task } = situation;
  if (task === null) return null;
  const uploads = await db.uploads.where('taskId').equals(taskId).toArray();
  return {
    task,
    building: (await db.buildings.get(task.buildingId))?.body ?? null,
    files: fileViews(task.files, uploads, state),
    ...statuses(entries, state),
    doubts,
  };
}

const steps: ReadonlySet<FieldCommand['type']> = new Set([
  'accept-task',
  'decline-task',
  'start-task',
  'wait-task',
  'resume-task',
  'complete-task',
  'undo-complete',
  'request-reopening',
]);

function statuses(entries: readonly OutboxEntry[], state: EngineState) {
  const comments: Record<Id, ItemStatus> = {};
  const answers: Record<Id, ItemStatus> = {};
  const deliveries: Record<Id, ItemStatus> = {};
  let step: TaskView['step'] = null;
  for (const entry of entries) {
    const { command } = entry;
    const status = statusOfEntry(entry, state);
    if (command.type === 'add-comment') comments[command.id] = status;
    else if (command.type === 'set-answer') answers[command.questionId] = status;
    else if (command.type === 'deliver-checklist') deliveries[command.checklistId] = status;
    else if (steps.has(command.type)) step = { type: command.type, status };
  }
  return { comments, answers, deliveries, step };
}
