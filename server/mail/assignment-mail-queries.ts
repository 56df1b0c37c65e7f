import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { MailLanguage } from '#server/mail/mail-text.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { openTaskStates } from '#shared/tasks/task-state.ts';

export type AssignmentFacts = Readonly<{
  tenantName: string;
  language: MailLanguage;
  personName: string;
  email: string;
  hasPassword: boolean;
  number: number;
  title: string;
  text: string;
  deadline: string | null;
  place: string;
  buildingName: string;
  address: string;
  postalPlace: string;
}>;

/**
 * What the notice of an assignment says, or null when the task is not open, or no longer the person's: neither their
 * own nor their company's, of which they are an active contact who receives mail.
 */
export async function findAssignmentFacts(
  db: Kysely<Database>,
  taskId: Id,
  personId: Id,
): Promise<AssignmentFacts | null> {
  const row = await db
    .selectFrom('tasks as t')
    .innerJoin('tenants as n', 'n.id', 't.tenant_id')
    .innerJoin('buildings as b', 'b.id', 't.building_id')
    .innerJoin('people as p', (join) => join.on('p.id', '=', personId).on('p.active', '=', true))
    .select(({ eb }) => [
      'n.name as tenantName',
      'n.language',
      'p.name as personName',
      'p.email',
      eb('p.password_hash', 'is not', null).$castTo<boolean>().as('hasPassword'),
      't.number',
      't.title',
      't.text',
      't.deadline',
      't.place',
      'b.name as buildingName',
      'b.address',
      'b.postal_place as postalPlace',
    ])
    .where('t.id', '=', taskId)
    .where('t.state', 'in', openTaskStates)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('assignments as a')
          .leftJoin('memberships as m', (join) =>
            join
              .onRef('m.tenant_id', '=', 'a.tenant_id')
              .onRef('m.person_id', '=', 'a.person_id')
              .on('m.active', '=', true),
          )
          .leftJoin('suppliers as s', (join) =>
            join.onRef('s.id', '=', 'a.supplier_id').on('s.active', '=', true),
          )
          .leftJoin('supplier_contacts as c', (join) =>
            join
              .onRef('c.supplier_id', '=', 's.id')
              .on('c.active', '=', true)
              .on('c.receives_mail', '=', true),
          )
          .select('a.task_id')
          .whereRef('a.task_id', '=', 't.id')
          .where((either) =>
            either.or([either('m.person_id', '=', personId), either('c.person_id', '=', personId)]),
          ),
      ),
    )
    .executeTakeFirst();
  return row ?? null;
}
