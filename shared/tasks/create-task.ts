import { z } from 'zod/mini';
import { can } from '#shared/access/can.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { dateSchema } from '#shared/kernel/instant.ts';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';
import { columnsIn, isMember, reachesBuilding } from '#shared/people/actor.ts';
import { executorRefSchema, resolveExecutors } from '#shared/tasks/resolve-executors.ts';
import { refusalOf } from '#shared/tasks/task-context.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import { prioritySchema, type Task } from '#shared/tasks/task.ts';

export const createTaskSchema = taskCommandSchema('create-task', {
  tenantId: idSchema,
  buildingId: idSchema,
  place: optionalTextSchema(200),
  title: textSchema(200),
  text: optionalTextSchema(10_000),
  deadline: z.nullable(dateSchema),
  priority: prioritySchema,
  executors: z.array(executorRefSchema).check(z.maxLength(20)),
  /** Checklists to attach; `id` is the new checklist's, made by the sender. */
  checklists: z.array(z.strictObject({ id: idSchema, templateId: idSchema, mandatory: z.boolean() })).check(
    z.maxLength(20),
    z.refine((lists) => new Set(lists.map((one) => one.id)).size === lists.length, {
      error: 'the same id twice',
    }),
  ),
});
export type CreateTask = z.infer<typeof createTaskSchema>;

/** Staff plan a task; with executors it is Assigned at once, else New. */
export const createTask: TaskRule<CreateTask> = (task, command, context) => {
  const { actor, directory, now } = context;
  const facts = {
    t: isMember(actor, command.tenantId),
    b: reachesBuilding(actor, command.tenantId, command.buildingId),
  };
  const building = directory?.buildings.find((one) => one.id === command.buildingId);
  const permitted = can('plan-task', columnsIn(actor, command.tenantId), facts);
  if (!permitted || directory === null) {
    const seen = can('read-building', columnsIn(actor, command.tenantId), facts);
    return refuse(seen ? { code: 'grant.missing' } : { code: 'building.not-found' });
  }
  if (building === undefined || directory.tenantId !== command.tenantId) {
    return refuse({ code: 'building.not-found' });
  }
  if (task !== null) {
    return refuse(refusalOf('read-task', task, context) ?? { code: 'task.wrong-state', state: task.state });
  }

  const executors = resolveExecutors(command.executors, directory);
  if (executors === null) return refuse({ code: 'task.executor-unknown' });
  const templates = command.checklists.map((one) => ({
    one,
    template: directory.templates.find((template) => template.id === one.templateId),
  }));
  const checklists: Task['checklists'] = [];
  for (const { one, template } of templates) {
    if (template === undefined) return refuse({ code: 'checklist.not-found' });
    checklists.push({
      id: one.id,
      title: template.title,
      mandatory: one.mandatory,
      templateVersion: template.version,
      questions: template.questions,
      answers: [],
      deliveredAt: null,
      deliveredByName: null,
    });
  }

  const next: Task = {
    id: command.taskId,
    tenantId: directory.tenantId,
    tenantName: directory.tenantName,
    number: directory.nextNumber,
    buildingId: building.id,
    buildingName: building.name,
    place: command.place,
    title: command.title,
    text: command.text,
    deadline: command.deadline,
    priority: command.priority,
    state: executors.length > 0 ? 'assigned' : 'new',
    waitingReason: null,
    returnReason: null,
    declined: null,
    cancelReason: null,
    executors,
    createdBy: actor.personId,
    createdAt: now,
    acceptedAt: null,
    startedAt: null,
    completedAt: null,
    completedBy: null,
    completedByName: null,
    closedAt: null,
    expectedFiles: [],
    comments: [],
    files: [],
    checklists,
    reopeningRequests: [],
  };
  const events: TaskEvent[] = [{ type: 'task-created', taskId: next.id }];
  if (executors.length > 0) events.push({ type: 'task-assigned', taskId: next.id, executors, removed: [] });
  return accept(next, events);
};
