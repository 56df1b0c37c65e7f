import type { Task } from '#shared/tasks/task.ts';
import type { TaskRefusalCode } from '#shared/tasks/task-refusals.ts';
import type { CommandFields } from '#lib/sync/command-fields.ts';
import type { Sync } from '#lib/sync/sync.ts';

/** What somebody who does the work can do with a task as a whole. */
export type Step = 'start' | 'resume' | 'complete' | 'wait' | 'accept' | 'decline' | 'undo';

/** What the rules said to each step, by what this device knows; null: yes. */
export type Verdicts = Readonly<Record<Step, TaskRefusalCode | null>>;

/** The steps to offer: one main, then those that get a button, then those in the menu. */
export interface OfferedSteps {
  readonly main: Step | null;
  readonly others: readonly Step[];
  readonly menu: readonly Step[];
}

const order: Readonly<Partial<Record<Task['state'], readonly Step[]>>> = {
  assigned: ['start', 'accept', 'complete', 'decline'],
  returned: ['start', 'complete', 'decline'],
  'in-progress': ['complete', 'wait', 'decline'],
  waiting: ['resume', 'complete', 'decline'],
};

/** So many buttons beside the main one; the rest go into a menu. */
const buttons = 1;

/** Asks the rules about every step. A reason is not judged here, so any will do. */
export async function judgeSteps(sync: Pick<Sync, 'predict'>, task: Task): Promise<Verdicts> {
  const verdict = async (fields: CommandFields): Promise<TaskRefusalCode | null> => {
    const decision = await sync.predict(fields);
    return decision === null || decision.ok ? null : decision.refusal.code;
  };
  const taskId = task.id;
  const [start, resume, complete, wait, accept, decline, undo] = await Promise.all([
    verdict({ type: 'start-task', taskId }),
    verdict({ type: 'resume-task', taskId }),
    verdict({ type: 'complete-task', taskId, files: [] }),
    verdict({ type: 'wait-task', taskId, reason: '-' }),
    verdict({ type: 'accept-task', taskId }),
    verdict({ type: 'decline-task', taskId, reason: '-' }),
    verdict({ type: 'undo-complete', taskId }),
  ]);
  return { start, resume, complete, wait, accept, decline, undo };
}

/** What is missing for it can be mended from the dialog, so the step is offered and says so. */
const mendable: ReadonlySet<TaskRefusalCode> = new Set(['task.checklist-missing', 'task.files-missing']);

/** The steps the rules allow, in the order that fits where the task stands. */
export function offerSteps(task: Pick<Task, 'state' | 'acceptedAt'>, verdicts: Verdicts): OfferedSteps {
  const allowed = (order[task.state] ?? []).filter((step) => {
    const verdict = verdicts[step];
    if (step === 'accept' && task.acceptedAt !== null) return false;
    return verdict === null || (step === 'complete' && mendable.has(verdict));
  });
  const [main, ...rest] = allowed;
  // Declining is never beside the main step: it ends access.
  const near: readonly Step[] = rest.filter((step) => step !== 'decline').slice(0, buttons);
  return { main: main ?? null, others: near, menu: rest.filter((step) => !near.includes(step)) };
}

/** Whether the person may work on the task at all: write, answer and attach. */
export function mayWork(verdicts: Verdicts): boolean {
  return Object.values(verdicts).some((code) => code === null);
}
