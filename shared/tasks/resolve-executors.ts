import { z } from 'zod/mini';
import type { Directory } from '#shared/tasks/task-context.ts';
import { executorSchema, type Executor } from '#shared/tasks/task.ts';

/** An executor as a command names it: the name comes from the tenant's own directory. */
export const executorRefSchema = z.omit(executorSchema, { name: true });
export type ExecutorRef = z.infer<typeof executorRefSchema>;

/** The named executors with their names, each once; null where one is not assignable in this tenant. */
export function resolveExecutors(refs: readonly ExecutorRef[], directory: Directory): Executor[] | null {
  const found: Executor[] = [];
  for (const ref of refs) {
    const executor = directory.executors.find((one) => one.kind === ref.kind && one.id === ref.id);
    if (executor === undefined) return null;
    if (!found.includes(executor)) found.push(executor);
  }
  return found;
}
