import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { queueAssignmentMail } from '#server/mail/queue-assignment-mail.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';

/** Writes the notice to everybody who receives mail for the executors: the person, or the supplier's contacts. */
export async function queueAssignmentMails(
  trx: Transaction<Database>,
  task: Task,
  executors: readonly Executor[],
  now: Instant,
): Promise<void> {
  const suppliers = executors.flatMap((one) => (one.kind === 'supplier' ? [one.id] : []));
  const people = executors.flatMap((one) => (one.kind === 'person' ? [one.id] : []));
  const contacts = await listMailContacts(trx, suppliers);
  for (const personId of new Set([...people, ...contacts])) {
    await queueAssignmentMail(trx, { tenantId: task.tenantId, taskId: task.id, personId, now });
  }
}

async function listMailContacts(trx: Transaction<Database>, supplierIds: readonly Id[]): Promise<Id[]> {
  if (supplierIds.length === 0) return [];
  const rows = await trx
    .selectFrom('supplier_contacts')
    .select('person_id')
    .where('supplier_id', 'in', [...supplierIds])
    .where('active', '=', true)
    .where('receives_mail', '=', true)
    .execute();
  return rows.map((row) => row.person_id);
}
