import { z } from 'zod/mini';
import type { Decision } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import type { Task } from '#shared/tasks/task.ts';

/**
 * What every command carries: its own id (never reused), the device's clock when it was made (evidence, never order),
 * and the refused command it repeats, if any.
 */
export const commandFields = {
  id: idSchema,
  madeAt: instantSchema,
  retryOf: z.optional(idSchema),
};

/** The schema of a command on one task: its type, the task, and its own fields. */
export function taskCommandSchema<Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) {
  return z.strictObject({ type: z.literal(type), taskId: idSchema, ...commandFields, ...shape });
}

export type TaskDecision = Decision<Task, TaskRefusal, TaskEvent>;

/** A rule on one task: pure, the same text on device and server. */
export type TaskRule<Command> = (task: Task | null, command: Command, context: TaskContext) => TaskDecision;
