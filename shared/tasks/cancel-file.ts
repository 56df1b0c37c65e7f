import { z } from 'zod/mini';
import { isOutstanding } from '#shared/files/file.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { SituationRule } from '#shared/tasks/situation.ts';
import { commandFields } from '#shared/tasks/task-command.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';

export const cancelFileSchema = z.strictObject({
  type: z.literal('cancel-file'),
  ...commandFields,
  taskId: z.nullable(idSchema),
  fileId: idSchema,
});
export type CancelFile = z.infer<typeof cancelFileSchema>;

/**
 * Takes the person's own declared file back before it is available. When it was the last one a Completing task waited
 * for, the task is Completed.
 */
export const cancelFile: SituationRule<CancelFile> = (situation, command, context) => {
  const { task } = situation;
  const files = task === null ? (situation.file === null ? [] : [situation.file]) : task.files;
  const file = files.find((one) => one.id === command.fileId && one.declaredBy === context.actor.personId);
  if (file === undefined) return refuse({ code: 'file.not-found' });
  if (!isOutstanding(file)) return refuse({ code: 'file.settled' });

  const cancelled = { ...file, state: 'cancelled' as const };
  const events: TaskEvent[] = [{ type: 'file-cancelled', fileId: file.id }];
  if (task === null) return accept({ task: null, file: cancelled }, events);

  const expectedFiles = task.expectedFiles.filter((id) => id !== file.id);
  const done = task.state === 'completing' && expectedFiles.length === 0;
  if (done) events.push({ type: 'task-completed', taskId: task.id });
  const next = {
    ...task,
    files: task.files.map((one) => (one.id === file.id ? cancelled : one)),
    expectedFiles,
    state: done ? ('completed' as const) : task.state,
  };
  return accept({ task: next, file: null }, events);
};
