import { z } from 'zod/mini';
import { request, type Answer } from '#lib/api/request.ts';
import { archiveEntrySchema } from '#shared/archive/archive-entry.ts';
import { buildingSchema } from '#shared/buildings/building.ts';
import { questionSchema } from '#shared/checklists/checklist.ts';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { dateSchema, instantSchema } from '#shared/kernel/instant.ts';
import { actorSchema } from '#shared/people/actor.ts';
import type { Command } from '#shared/sync/command.ts';
import { executorRefSchema } from '#shared/tasks/resolve-executors.ts';
import { taskStateSchema, type TaskState } from '#shared/tasks/task-state.ts';
import { executorSchema, prioritySchema, taskSchema, waitingItemSchema } from '#shared/tasks/task.ts';

/*
 * Everything the online office asks of the server. Schemas take what the page uses and ignore what a newer server may
 * add. The office works online: these answers are shown, never stored on the device.
 */

const taskLineSchema = z.object({
  id: idSchema,
  number: z.int(),
  title: z.string(),
  buildingName: z.string(),
  place: z.string(),
  state: taskStateSchema,
  priority: prioritySchema,
  deadline: z.nullable(dateSchema),
  executorNames: z.array(z.string()),
  held: z.int(),
  reopeningRequested: z.boolean(),
});
/** One row of the list of tasks. */
export type TaskLine = z.infer<typeof taskLineSchema>;

const openRequestSchema = z.object({
  id: idSchema,
  taskId: idSchema,
  number: z.int(),
  title: z.string(),
  buildingName: z.string(),
  state: taskStateSchema,
  executors: z.array(executorRefSchema),
  byName: z.string(),
  at: instantSchema,
  message: z.string(),
  files: z.int(),
  bytes: z.number(),
  others: z.int(),
  party: z.nullable(executorSchema),
});
/** A request to reopen that nobody has answered, with what is needed to answer it in one click. */
export type OpenRequest = z.infer<typeof openRequestSchema>;

const taskListSchema = z.object({
  tenantName: z.string(),
  mayPlan: z.boolean(),
  lines: z.array(taskLineSchema),
  total: z.int(),
  counts: z.partialRecord(taskStateSchema, z.int()),
  requests: z.array(openRequestSchema),
});
export type TaskList = z.infer<typeof taskListSchema>;

const holdingSchema = z.object({
  personName: z.string(),
  partyId: z.nullable(idSchema),
  files: z.int(),
  bytes: z.number(),
  commands: z.int(),
  items: z.array(waitingItemSchema),
  lastContactAt: instantSchema,
});
/** What one device held of a task at its last contact. */
export type TaskHolding = z.infer<typeof holdingSchema>;

const historyLineSchema = z.object({
  id: idSchema,
  type: z.string(),
  personName: z.string(),
  channel: z.enum(['app', 'web']),
  madeAt: z.nullable(instantSchema),
  at: instantSchema,
  refusal: z.nullable(z.string()),
});
/** One thing that was asked of a task: made when, received when, refused why. */
export type TaskHistoryLine = z.infer<typeof historyLineSchema>;

const officeTaskSchema = z.object({
  task: taskSchema,
  actor: actorSchema,
  mayPlan: z.boolean(),
  holdings: z.array(holdingSchema),
  requests: z.array(openRequestSchema),
  history: z.array(historyLineSchema),
});
/** One task as the office sees it. */
export type OfficeTask = z.infer<typeof officeTaskSchema>;

const directorySchema = z.object({
  tenantId: idSchema,
  tenantName: z.string(),
  executors: z.array(executorSchema),
  buildings: z.array(z.object({ id: idSchema, name: z.string() })),
  templates: z.array(z.object({ id: idSchema, title: z.string(), questions: z.array(questionSchema) })),
});
/** What planning may name: buildings, executors, checklist templates. */
export type OfficeDirectory = z.infer<typeof directorySchema>;

const archiveListSchema = z.object({
  buildings: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      address: z.string(),
      postalPlace: z.string(),
      /** Files that wait to be assessed; null for those who do not assess there. */
      awaiting: z.nullable(z.int()),
    }),
  ),
});
export type ArchiveList = z.infer<typeof archiveListSchema>;

const archiveSchema = z.object({
  building: buildingSchema,
  entries: z.array(archiveEntrySchema),
  mayAssess: z.boolean(),
});
/** One building's archive: its folders and the newest files in them. */
export type OfficeArchive = z.infer<typeof archiveSchema>;

export type TaskListQuery = {
  states: readonly TaskState[] | null;
  search: string;
  limit: number;
  offset: number;
};

/** One page of the tenant's tasks, the counts of every state, and the open requests. */
export function fetchTasks(query: TaskListQuery, signal?: AbortSignal): Promise<Answer<TaskList>> {
  const params = new URLSearchParams({ limit: String(query.limit), offset: String(query.offset) });
  if (query.states !== null) params.set('states', query.states.join(','));
  if (query.search !== '') params.set('search', query.search);
  return request(`/api/tasks?${params.toString()}`, taskListSchema, signal ? { signal } : {});
}

/** Addresses are typed and cut off by people: what is no id of ours is not there, without asking. */
const notThere = { ok: false, trouble: { code: 'not-found' } } as const;

/** One task, what devices hold of it, and what was asked of it. */
export async function fetchTask(taskId: string): Promise<Answer<OfficeTask>> {
  if (!idSchema.safeParse(taskId).success) return notThere;
  return request(`/api/tasks/${taskId}`, officeTaskSchema);
}

/** Whom and what a plan may name. */
export function fetchDirectory(): Promise<Answer<OfficeDirectory>> {
  return request('/api/tasks/directory', directorySchema);
}

/** Buildings whose archive may be opened now. */
export function fetchArchives(): Promise<Answer<ArchiveList>> {
  return request('/api/archive', archiveListSchema);
}

/** One building's archive. */
export async function fetchArchive(buildingId: string): Promise<Answer<OfficeArchive>> {
  if (!idSchema.safeParse(buildingId).success) return notThere;
  return request(`/api/archive/${buildingId}`, archiveSchema);
}

const appliedSchema = z.object({ status: z.literal('applied'), at: instantSchema });

/** Sends one command. Sending the same one again changes nothing and gets the same answer. */
export function postCommand(command: Command): Promise<Answer<z.infer<typeof appliedSchema>>> {
  return request('/api/commands', appliedSchema, { method: 'POST', body: command });
}

const ticketSchema = z.object({ url: z.string().check(z.regex(/^\/api\/f\/[\w-]+$/u)) });

/** An address that gives the file's bytes to this person within the next minute. */
export function fetchTicket(fileId: Id): Promise<Answer<{ url: string }>> {
  return request(`/api/files/${fileId}/ticket`, ticketSchema, { method: 'POST', body: {} });
}
