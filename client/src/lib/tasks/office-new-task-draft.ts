import { z } from 'zod/mini';
import type { OfficeCommand } from '#lib/office/command-sender.svelte.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { createTaskSchema } from '#shared/tasks/create-task.ts';
import { executorRefSchema } from '#shared/tasks/resolve-executors.ts';
import { prioritySchema } from '#shared/tasks/task.ts';

const draftSchema = z.object({
  taskId: z.string(),
  buildingId: z.string(),
  place: z.string(),
  title: z.string(),
  text: z.string(),
  deadline: z.string(),
  priority: prioritySchema,
  executors: z.array(executorRefSchema),
  /** `id` is the new checklist's own, so that sending again makes no second one. */
  checklists: z.array(z.object({ id: z.string(), templateId: z.string(), mandatory: z.boolean() })),
});

/** A new task as it is being written: empty texts where nothing is filled in. */
export type NewTaskDraft = z.infer<typeof draftSchema>;

/** The fields that may have something to mend, in the order they stand. */
export const draftFields = [
  'buildingId',
  'title',
  'place',
  'text',
  'deadline',
  'executors',
  'checklists',
] as const;
export type DraftField = (typeof draftFields)[number];

/** What is wrong with a field: nothing in it, too much in it, or something else. */
export type DraftFault = 'missing' | 'too-long' | 'invalid';

export function emptyDraft(taskId: Id): NewTaskDraft {
  return {
    taskId,
    buildingId: '',
    place: '',
    title: '',
    text: '',
    deadline: '',
    priority: 'normal',
    executors: [],
    checklists: [],
  };
}

/** Whether anything was written that would be missed. */
export function isWritten(draft: NewTaskDraft): boolean {
  const { buildingId, place, title, text, deadline, executors, checklists } = draft;
  return (
    [buildingId, place, title, text, deadline].some((one) => one !== '') ||
    executors.length + checklists.length > 0
  );
}

/** Whether the deadline has passed before there is a task: allowed, for work that is entered late, but said. */
export function isDeadlinePast({ deadline }: Pick<NewTaskDraft, 'deadline'>, today: string): boolean {
  return deadline !== '' && deadline < today;
}

/** The command the draft asks for. */
export function draftCommand(draft: NewTaskDraft, tenantId: Id): OfficeCommand {
  const deadline = draft.deadline === '' ? null : draft.deadline;
  return { ...draft, type: 'create-task', tenantId, deadline };
}

/** What must be mended before the draft can be sent, by the very schema the server checks it with. */
export function findFaults(draft: NewTaskDraft, tenantId: Id): Partial<Record<DraftField, DraftFault>> {
  const fields = z.omit(createTaskSchema, { id: true, madeAt: true, retryOf: true });
  const checked = fields.safeParse(draftCommand(draft, tenantId));
  const faults: Partial<Record<DraftField, DraftFault>> = {};
  for (const issue of checked.error?.issues ?? []) {
    const field = draftFields.find((name) => name === issue.path[0]);
    if (field === undefined || faults[field] !== undefined) continue;
    faults[field] = faultOf(issue.code, draft[field]);
  }
  return faults;
}

function faultOf(code: string, value: unknown): DraftFault {
  if (typeof value === 'string' && value.trim() === '') return 'missing';
  return code === 'too_big' ? 'too-long' : 'invalid';
}

/** Reads a kept draft; null where there is none that this version understands. */
export function parseDraft(text: string | null): NewTaskDraft | null {
  if (text === null) return null;
  try {
    const draft = draftSchema.safeParse(JSON.parse(text));
    return draft.success ? draft.data : null;
  } catch {
    // Not JSON: nothing of ours.
    return null;
  }
}
