import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import type { Checklist } from '#shared/checklists/checklist.ts';
import type { Task } from '#shared/tasks/task.ts';

/** Writes new checklists, changed answers and deliveries of a task. */
export async function saveChecklists(
  trx: Transaction<Database>,
  before: readonly Checklist[],
  task: Task,
): Promise<void> {
  for (const [position, checklist] of task.checklists.entries()) {
    const was = before.find((one) => one.id === checklist.id);
    if (was === checklist) continue;
    if (was === undefined) {
      await trx
        .insertInto('checklists')
        .values({
          id: checklist.id,
          tenant_id: task.tenantId,
          task_id: task.id,
          title: checklist.title,
          mandatory: checklist.mandatory,
          template_version: checklist.templateVersion,
          questions: json(checklist.questions),
          position,
          delivered_at: checklist.deliveredAt,
          delivered_by_name: checklist.deliveredByName,
        })
        .execute();
    } else if (was.deliveredAt !== checklist.deliveredAt) {
      await trx
        .updateTable('checklists')
        .set({ delivered_at: checklist.deliveredAt, delivered_by_name: checklist.deliveredByName })
        .where('id', '=', checklist.id)
        .execute();
    }
    await saveAnswers(trx, was?.answers ?? [], checklist, task);
  }
}

async function saveAnswers(
  trx: Transaction<Database>,
  before: Checklist['answers'],
  checklist: Checklist,
  task: Task,
): Promise<void> {
  const changed = checklist.answers.filter((answer) => !before.includes(answer));
  if (changed.length === 0) return;
  await trx
    .insertInto('answers')
    .values(
      changed.map((answer) => ({
        tenant_id: task.tenantId,
        task_id: task.id,
        checklist_id: checklist.id,
        question_id: answer.questionId,
        value: answer.value,
        comment: answer.comment,
        by_name: answer.byName,
        at: answer.at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['checklist_id', 'question_id']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        comment: eb.ref('excluded.comment'),
        by_name: eb.ref('excluded.by_name'),
        at: eb.ref('excluded.at'),
      })),
    )
    .execute();
}
