import type postgres from 'postgres';
import { people } from '#shared/testing/people.ts';
import { askeby, askebyBad, askebySkole, sagvikInAskeby } from '#shared/testing/places.ts';

/** The address of a test's database for whoever may switch its triggers off: the administrator of the test server. */
export function adminAddress(databaseUrl: string): URL {
  const { admin } = JSON.parse(process.env['OPPDRAG_TEST_POSTGRES'] ?? '{}') as { admin: string };
  const address = new URL(admin);
  address.pathname = new URL(databaseUrl).pathname;
  return address;
}

/** As many suppliers share the tasks that are not Siri's. */
const suppliers = 200;

/** `all` tasks with their stamps, `own` of them Siri's, past triggers and keys: as they would lie after years. */
export async function fillMillion(admin: postgres.Sql, all: number, own: number): Promise<void> {
  const now = '2026-11-23T08:30:00.000Z';
  await admin.begin(async (trx) => {
    await trx`set local session_replication_role = replica`;
    await trx`
      insert into tasks (id, tenant_id, number, building_id, place, title, text, deadline, priority, state,
        created_by, created_at)
      select gen_random_uuid(), ${askeby.id}, 100000 + n,
        case when n % 2 = 0 then ${askebySkole.id}::uuid else ${askebyBad.id}::uuid end,
        'Teknisk rom', 'Bytte filter ' || n, 'Filteret er tett.', null, 'normal', 'assigned', ${people.magnus.id}, ${now}
      from generate_series(1, ${all}::int) n`;
    await trx`
      insert into suppliers (id, tenant_id, name, created_at)
      select gen_random_uuid(), ${askeby.id}, 'Firma ' || n, ${now} from generate_series(1, ${suppliers}::int) n`;
    await trx`
      insert into assignments (tenant_id, task_id, supplier_id, position)
      select t.tenant_id, t.id, case when t.number <= ${100_000 + own} then ${sagvikInAskeby.id}::uuid else s.id end, 0
      from tasks t
      join (select id, row_number() over () - 1 as nr from suppliers where name like 'Firma %') s
        on s.nr = t.number % ${suppliers}::int
      where t.number > 100000`;
    await trx`
      insert into grant_history (tenant_id, person_id, party_id, building_id, task_id, began_at, began_by)
      select tenant_id, ${people.siri.id}, ${sagvikInAskeby.id}, building_id, id, ${now}, 'assigned'
      from tasks where number between 100001 and ${100_000 + own}`;
    await trx`
      insert into feed_stamps (scope_kind, scope_id, record_kind, record_id, cx)
      select 'task', id, 'task', id, pg_current_xact_id() from tasks where number > 100000`;
  });
  await admin`vacuum analyze`;
}
