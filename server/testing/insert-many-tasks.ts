import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, askebyBad, askebySkole, sagvikInAskeby } from '#shared/testing/places.ts';

/** Gives Siri's company `count` assigned tasks in two buildings at once, as the database makes them fastest. */
export async function insertManyTasks(db: Kysely<Database>, count: number, now: string): Promise<void> {
  await withScope(db, { kind: 'tenant', tenantId: askeby.id }, async (trx) => {
    // So many at once take longer than any request may.
    await sql`set local statement_timeout = 0`.execute(trx);
    await sql`
      insert into tasks (id, tenant_id, number, building_id, place, title, text, deadline, priority, state,
        created_by, created_at)
      select gen_random_uuid(), ${askeby.id}, 100000 + n,
        case when n % 2 = 0 then ${askebySkole.id}::uuid else ${askebyBad.id}::uuid end,
        'Teknisk rom ' || n % 40, 'Bytte filter i ventilasjonsanlegg ' || n,
        repeat('Filteret i aggregatet er tett. Bytt det, og noter trykkfallet før og etter. ', 4),
        (${now}::timestamptz + n % 60 * interval '1 day')::date, 'normal', 'assigned', ${people.magnus.id}, ${now}
      from generate_series(1, ${count}::int) n`.execute(trx);
    await sql`
      insert into assignments (tenant_id, task_id, supplier_id, position)
      select tenant_id, id, ${sagvikInAskeby.id}, 0 from tasks where number > 100000`.execute(trx);
    for (const person of [people.siri, people.sondre]) {
      await recordPersonGrants(trx, person.id, { now, began: 'assigned', ended: 'reassigned' });
    }
  });
}
