import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { taskDocument } from '#server/tasks/task-document.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Task } from '#shared/tasks/task.ts';

/** The task whole, if it is in the scope. */
export async function findTask(db: Kysely<Database>, id: Id): Promise<Task | undefined> {
  const row = await db
    .selectFrom('tasks as t')
    .select(taskDocument.as('body'))
    .where('t.id', '=', id)
    .executeTakeFirst();
  return row?.body;
}

/** The tasks whole, in no order; those outside the scope are left out. */
export async function listTasksById(db: Kysely<Database>, ids: readonly Id[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('tasks as t')
    .select(taskDocument.as('body'))
    .where(sql<boolean>`t.id = any(${[...ids]}::uuid[])`)
    .execute();
  return rows.map((row) => row.body);
}

/**
 * Locks the tasks' rows in order of their ids, then reads them whole: second in the order device row → task rows →
 * anchors, so that no two writers wait for each other.
 */
export async function lockTasks(trx: Transaction<Database>, ids: readonly Id[]): Promise<Map<Id, Task>> {
  if (ids.length === 0) return new Map();
  const sorted = [...new Set(ids)].sort();
  await trx
    .selectFrom('tasks')
    .select('id')
    .where('id', 'in', sorted)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const tasks = await listTasksById(trx, sorted);
  return new Map(tasks.map((task) => [task.id, task]));
}

/** Takes the next number of the tenant's tasks; the row lock makes it gapless among committed tasks. */
export async function takeTaskNumber(trx: Transaction<Database>, tenantId: Id): Promise<number> {
  const row = await trx
    .updateTable('tenants')
    .set({ next_task_number: sql`next_task_number + 1` })
    .where('id', '=', tenantId)
    .returning('next_task_number')
    .executeTakeFirstOrThrow();
  return row.next_task_number - 1;
}
