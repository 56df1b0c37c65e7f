import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';

/** The commands of the office on one task, in the order their buttons stand: what comes next first. */
export const officeActions = [
  'assign',
  'approve',
  'complete',
  'force-complete',
  'return',
  'reopen',
  'reassign',
  'cancel',
] as const;
export type OfficeAction = (typeof officeActions)[number];

/** A button of a task. `blockedBy` says why pressing it does nothing yet. */
export interface OfferedAction {
  readonly action: OfficeAction;
  readonly blockedBy: Refusal | null;
}

/**
 * What this person may do with the task now: asked of the same rules the server decides by, so that buttons and rules
 * never differ. What only waits for a checklist is offered with its reason.
 */
export function listOfferedActions(task: Task, actor: Actor, now: Instant): OfferedAction[] {
  const somebody: Executor = { kind: 'person', id: actor.personId, name: actor.name };
  const context: TaskContext = {
    actor,
    now,
    former: false,
    quotaLeft: Infinity,
    folder: null,
    file: null,
    directory: {
      tenantId: task.tenantId,
      tenantName: task.tenantName,
      nextNumber: task.number,
      executors: [somebody],
      buildings: [],
      templates: [],
    },
  };
  return officeActions.flatMap((action): OfferedAction[] => {
    const command = sampleCommand(action, task, somebody, now);
    const decision = decide({ task, file: null }, command, context);
    if (decision.ok) return [{ action, blockedBy: null }];
    return decision.refusal.code === 'task.checklist-missing'
      ? [{ action, blockedBy: decision.refusal }]
      : [];
  });
}

/** A command as the person might send it, only to be decided on. */
function sampleCommand(action: OfficeAction, task: Task, executor: Executor, madeAt: Instant): TaskCommand {
  const fields = { id: task.id, taskId: task.id, madeAt };
  const executors = [{ kind: executor.kind, id: executor.id }];
  switch (action) {
    case 'assign':
      return { ...fields, type: 'assign-task', executors };
    case 'reassign':
      return { ...fields, type: 'reassign-task', executors };
    case 'reopen':
      return { ...fields, type: 'reopen-task', executors: null };
    case 'complete':
      return { ...fields, type: 'complete-task', files: [] };
    case 'force-complete':
      return { ...fields, type: 'force-complete-task' };
    case 'return':
      return { ...fields, type: 'return-task', reason: '–' };
    case 'approve':
      return { ...fields, type: 'approve-task' };
    case 'cancel':
      return { ...fields, type: 'cancel-task' };
  }
}
