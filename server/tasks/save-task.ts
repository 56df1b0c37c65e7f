import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { saveChecklists } from '#server/tasks/save-checklists.ts';
import { saveFiles } from '#server/tasks/save-files.ts';
import type { Comment, Executor, ReopeningRequest, Task } from '#shared/tasks/task.ts';

/**
 * Writes what a decision changed: the difference between the task as it was locked (null: a new one) and as the rule
 * left it. Every command is saved by this one text, so that the rows are what the rule said and nothing else.
 */
export async function saveTask(trx: Transaction<Database>, before: Task | null, after: Task): Promise<void> {
  if (before === after) return;
  if (before === null) await insertTask(trx, after);
  else await updateTask(trx, before, after);
  await saveExecutors(trx, before?.executors ?? [], after);
  await insertComments(trx, before?.comments ?? [], after);
  await saveChecklists(trx, before?.checklists ?? [], after);
  await saveFiles(trx, before?.files ?? [], after.files, after);
  await saveRequests(trx, before?.reopeningRequests ?? [], after);
}

function header(task: Task) {
  return {
    place: task.place,
    title: task.title,
    text: task.text,
    deadline: task.deadline,
    priority: task.priority,
    state: task.state,
    waiting_reason: task.waitingReason,
    return_reason: task.returnReason,
    declined_by_name: task.declined?.byName ?? null,
    decline_reason: task.declined?.reason ?? null,
    declined_at: task.declined?.at ?? null,
    cancel_reason: task.cancelReason,
    accepted_at: task.acceptedAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
    completed_by: task.completedBy,
    completed_by_name: task.completedByName,
    closed_at: task.closedAt,
    expected_files: task.expectedFiles,
  };
}

async function insertTask(trx: Transaction<Database>, task: Task): Promise<void> {
  await trx
    .insertInto('tasks')
    .values({
      id: task.id,
      tenant_id: task.tenantId,
      number: task.number,
      building_id: task.buildingId,
      created_by: task.createdBy,
      created_at: task.createdAt,
      ...header(task),
    })
    .execute();
}

async function updateTask(trx: Transaction<Database>, before: Task, after: Task): Promise<void> {
  const [was, is] = [header(before), header(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  await trx.updateTable('tasks').set(is).where('id', '=', after.id).execute();
}

/** The list is short and its order counts: a changed one is written anew. */
async function saveExecutors(
  trx: Transaction<Database>,
  before: readonly Executor[],
  task: Task,
): Promise<void> {
  const ids = (list: readonly Executor[]) => list.map((one) => one.id).join();
  if (ids(before) === ids(task.executors)) return;
  await trx.deleteFrom('assignments').where('task_id', '=', task.id).execute();
  if (task.executors.length === 0) return;
  await trx
    .insertInto('assignments')
    .values(
      task.executors.map((one, position) => ({
        tenant_id: task.tenantId,
        task_id: task.id,
        person_id: one.kind === 'person' ? one.id : null,
        supplier_id: one.kind === 'supplier' ? one.id : null,
        position,
      })),
    )
    .execute();
}

async function insertComments(
  trx: Transaction<Database>,
  before: readonly Comment[],
  task: Task,
): Promise<void> {
  // By identity: one that took the id of another must fail on it, and not pass for written.
  const added = task.comments.filter((one) => !before.includes(one));
  if (added.length === 0) return;
  await trx
    .insertInto('comments')
    .values(
      added.map((one) => ({
        id: one.id,
        tenant_id: task.tenantId,
        task_id: task.id,
        author_id: one.authorId,
        author_name: one.authorName,
        text: one.text,
        internal: one.internal,
        at: one.at,
      })),
    )
    .execute();
}

async function saveRequests(
  trx: Transaction<Database>,
  before: readonly ReopeningRequest[],
  task: Task,
): Promise<void> {
  const gone = before.filter((one) => !task.reopeningRequests.some((other) => other.id === one.id));
  if (gone.length > 0) {
    await trx
      .deleteFrom('reopening_requests')
      .where(
        'id',
        'in',
        gone.map((one) => one.id),
      )
      .execute();
  }
  for (const request of task.reopeningRequests) {
    const was = before.find((one) => one.id === request.id && one.byId === request.byId);
    if (was === undefined) {
      await trx
        .insertInto('reopening_requests')
        .values({
          id: request.id,
          tenant_id: task.tenantId,
          task_id: task.id,
          by_id: request.byId,
          by_name: request.byName,
          at: request.at,
          message: request.message,
          waiting: json(request.waiting),
          answered_at: request.answeredAt,
        })
        .execute();
    } else if (was.answeredAt !== request.answeredAt) {
      await trx
        .updateTable('reopening_requests')
        .set({ answered_at: request.answeredAt })
        .where('id', '=', request.id)
        .execute();
    }
  }
}
