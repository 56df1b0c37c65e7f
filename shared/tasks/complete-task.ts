import { z } from 'zod/mini';
import { isOutstanding } from '#shared/files/file.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { refuseOutstanding } from '#shared/tasks/refuse-outstanding.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const completeTaskSchema = taskCommandSchema('complete-task', {
  /** The files this completion waits for: everything the device declared in this task and did not cancel. */
  files: z.array(idSchema).check(z.maxLength(1000)),
});
export type CompleteTask = z.infer<typeof completeTaskSchema>;

/**
 * Ends the work. Named files still on their way → Completing: only those may land; the last one makes it Completed.
 * None on their way → Completed at once. Files that were not named may no longer land. From Assigned it implies Start.
 * Refused while a mandatory checklist is not delivered, or when a named file was never declared, refused or cancelled.
 */
export const completeTask: TaskRule<CompleteTask> = (task, command, context) =>
  guardTask('work-task', 'complete-task', task, context, (open) => {
    const named = [...new Set(command.files)].map((id) => ({
      id,
      file: open.files.find((file) => file.id === id),
    }));
    const missing = named.filter(
      ({ file }) => file === undefined || !(isOutstanding(file) || file.state === 'available'),
    );
    if (missing.length > 0)
      return refuse({ code: 'task.files-missing', fileIds: missing.map(({ id }) => id) });

    const undelivered = open.checklists.filter((list) => list.mandatory && list.deliveredAt === null);
    if (undelivered.length > 0) {
      return refuse({ code: 'task.checklist-missing', titles: undelivered.map((list) => list.title) });
    }

    const expectedFiles = named.flatMap(({ id, file }) => (file && isOutstanding(file) ? [id] : []));
    const { files, events } = refuseOutstanding(open.files, 'task.closed', null, expectedFiles);
    const waits = expectedFiles.length > 0;
    return accept(
      {
        ...open,
        state: waits ? ('completing' as const) : ('completed' as const),
        waitingReason: null,
        startedAt: open.startedAt ?? context.now,
        completedAt: context.now,
        completedBy: context.actor.personId,
        completedByName: context.actor.name,
        closedAt: context.now,
        expectedFiles,
        files,
      },
      [{ type: waits ? 'task-completing' : 'task-completed', taskId: open.id }, ...events],
    );
  });
