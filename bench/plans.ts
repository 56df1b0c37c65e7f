import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { connectOwner, createDatabase } from '#server/db/connect.ts';
import { withScope } from '#server/db/scope.ts';
import { listAllowedScopes, listTaskScopesAfter } from '#server/grants/grant-queries.ts';
import { listLoggedCommands, listOutcomes } from '#server/sync/command-log-queries.ts';
import { getPullStart, listChangedStamps, listStamps } from '#server/sync/feed-queries.ts';
import { getPullLook } from '#server/sync/pull-look-queries.ts';
import { listTasksById } from '#server/tasks/task-queries.ts';
import { startTestApp } from '#server/testing/test-app.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { must } from '#shared/kernel/must.ts';
import { pageLimits } from '#shared/sync/protocol.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, nordvag } from '#shared/testing/places.ts';
import { adminAddress, fillMillion } from './fill-million.ts';

/*
 * How PostgreSQL answers what pulls and pushes ask, with a million tasks in the database and 10,000 of the person's, as
 * the application's role and under row level security: node bench/plans.ts [tasks, 1000000] [own, 10000]
 * Written to docs/plans.md. By auto_explain, so that the statements inside functions are there too.
 */

const all = Number(process.argv[2] ?? 1_000_000);
const own = Number(process.argv[3] ?? 10_000);
const personId = people.siri.id;

const cluster = await startTestPostgres();
const app = await startTestApp();
const databaseUrl = must(app.deps.environment.databaseUrl, 'address of the database');
const address = adminAddress(databaseUrl);
const admin = postgres(address.href, { max: 1, onnotice: () => {} });

const explained = new URL(address.href);
for (const [name, value] of Object.entries({
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  client_min_messages: 'log',
  role: 'oppdrag_app',
}))
  explained.searchParams.set(name, value);
const owner = connectOwner(explained.href, { max: 1 });
let heard: string[] = [];
owner.options.onnotice = ({ message }) => void heard.push(message ?? '');
const db = createDatabase(owner);

/** A plan without what differs from run to run: its figures of cost, and how long it took. */
function tidy(plan: string): string {
  return plan
    .replace(/^duration: [\d.]+ ms {2}plan:\n/u, '')
    .replace(/^Query Text: [^]*?\n(?=\S+.*\(cost=)/u, '')
    .replace(/ \(cost=[^)]*\)/gu, '')
    .replace(
      /\n *(Buckets:|Batches:|Index Searches:|Heap Fetches:|Heap Blocks:|Storage:|Sort Method:).*/gu,
      '',
    )
    .replace(/'[0-9a-f-]{36}'(::uuid)?/gu, '…')
    .replace(/\{[0-9a-f,-]{40,}\}/gu, '{…}')
    .trimEnd();
}

const parts: string[] = [];
async function explain(title: string, work: () => Promise<unknown>): Promise<void> {
  heard = [];
  await work();
  const plans = heard.filter((one) => one.startsWith('duration:')).map(tidy);
  const worth = plans.filter((plan) => !/^(Result|Limit\n *-> *Result)/u.test(plan));
  parts.push(`## ${title}`, ...worth.map((plan) => `\`\`\`\n${plan}\n\`\`\``));
}

try {
  await fillMillion(admin, all, own);
  const siri = new SyncClient(app, 'siri');
  await siri.pull();
  const tasks = siri.list('task').map(({ id }) => id);
  const first = must(tasks[0], 'task');
  const comment = {
    ...{ type: 'add-comment', taskId: first, id: siri.deviceId, text: 'Hei', internal: false },
  };
  const madeAt = new Date().toISOString();
  const [before] = await admin<{ now: string }[]>`select pg_current_snapshot()::text as now`;
  await siri.push({ ...comment, madeAt });
  const [after] = await admin<{ now: string }[]>`select pg_current_snapshot()::text as now`;
  const device = { deviceId: siri.deviceId, personId };
  const who = { ...device, tenantIds: [askeby.id, nordvag.id] };
  const scope = { kind: 'person', personId, tenantIds: who.tenantIds } as const;
  const scopes = [...siri.held.values()];
  const page = scopes.filter(({ kind }) => kind === 'task').slice(0, pageLimits.rest);
  const ids = page.map(({ id }) => id);
  const inScope = (work: Parameters<typeof withScope>[2]) => () => withScope(db, scope, work);

  await explain('A look that finds nothing new', () => getPullLook(db, who, must(after, 'snapshot').now));
  await explain('A look that finds one change', () => getPullLook(db, who, must(before, 'snapshot').now));
  await explain(
    'What a page begins with',
    inScope((trx) => getPullStart(trx, device)),
  );
  await explain(
    `All scopes of a person with ${own} tasks`,
    inScope((trx) => listAllowedScopes(trx, personId)),
  );
  await explain(
    'The next scopes of a first pull',
    inScope((trx) => listTaskScopesAfter(trx, personId, first, 2_001)),
  );
  await explain(
    'What changed in all scopes held',
    inScope((trx) => listChangedStamps(trx, scopes, must(before, 'snapshot').now)),
  );
  await explain(
    `The stamps of a page of ${pageLimits.rest}`,
    inScope((trx) => listStamps(trx, page)),
  );
  await explain(
    `The tasks of a page of ${pageLimits.rest}`,
    inScope((trx) => listTasksById(trx, ids)),
  );
  await explain(
    'Outcomes the device has not settled',
    inScope((trx) => listOutcomes(trx, device, 0, 1_000)),
  );
  await explain(
    'Whether commands were had before',
    inScope((trx) => listLoggedCommands(trx, personId, ids.slice(0, 50))),
  );
  const text = [
    '# Plans',
    `How PostgreSQL answers what pulls and pushes ask, with ${all.toLocaleString('en')} tasks in the database and ${own.toLocaleString('en')} of the person's, as the application's role and under row level security. Written by \`node bench/plans.ts\`; without figures of cost, which differ from machine to machine. Rows are per loop; tables of a handful of rows are read whole. Where two suppliers share all tasks of a tenant, PostgreSQL expects half of them for each and reads all; with the two hundred here it does not.`,
    ...parts,
  ];
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'plans.md'), `${text.join('\n\n')}\n`);
} finally {
  await db.destroy();
  await admin.end();
  await app.close();
  await cluster.stop();
}
