import { sql, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { enterScope } from '#server/db/scope.ts';
import { demoTemplates } from '#server/demo/demo-checklists.ts';
import { demoDevices, type DevicePlan } from '#server/demo/demo-devices.ts';
import { demoId } from '#server/demo/demo-id.ts';
import { demoPeople, withoutPassword } from '#server/demo/demo-people.ts';
import { demoBuildings, demoTenants } from '#server/demo/demo-places.ts';
import { demoSuppliers } from '#server/demo/demo-suppliers.ts';
import { momentFrom } from '#server/demo/moments.ts';
import type { PlayedFile } from '#server/demo/play-file.ts';
import { demoTaskId } from '#server/demo/play-task.ts';
import type { PlayedWorld } from '#server/demo/play-world.ts';
import { writeArchiveEntry, writeOwnFile } from '#server/testing/insert-archive-file.ts';
import { writeTask } from '#server/testing/insert-task.ts';
import { writeWorld, type World } from '#server/testing/insert-world.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

const world: World = {
  tenants: demoTenants,
  people: Object.values(demoPeople),
  buildings: Object.values(demoBuildings),
  suppliers: demoSuppliers,
  templates: Object.values(demoTemplates),
};

/** When the municipalities began to use Oppdrag, in days before now. */
const began = [365, '08:00'] as const;

/** Writes the whole demo as rows, in one transaction of the caller's. */
export async function writeDemo(
  trx: Transaction<Database>,
  played: PlayedWorld,
  facts: { now: Instant; passwordHash: string },
): Promise<void> {
  const latent = withoutPassword.map((who) => demoPeople[who].id);
  await writeWorld(trx, world, {
    now: momentFrom(facts.now, began),
    nextTaskNumber: (tenantId) =>
      Math.max(...played.tasks.flatMap(({ task }) => (task.tenantId === tenantId ? task.number : 0))) + 1,
    passwordHash: (person) => (latent.includes(person.id) ? null : facts.passwordHash),
  });
  for (const { id: tenantId } of demoTenants) {
    await enterScope(trx, { kind: 'tenant', tenantId });
    await writeTasks(trx, played, tenantId);
    await writeArchives(trx, played, tenantId);
    await countQuota(trx, tenantId);
  }
  for (const plan of demoDevices) await writeDevice(trx, plan, facts.now);
}

async function writeTasks(trx: Transaction<Database>, played: PlayedWorld, tenantId: Id): Promise<void> {
  for (const { task, grants, files } of played.tasks) {
    if (task.tenantId !== tenantId) continue;
    await writeTask(trx, task, { grants, assessed: files.flatMap((file) => file.assessed ?? []) });
    await pointToBytes(trx, files);
  }
}

async function writeArchives(trx: Transaction<Database>, played: PlayedWorld, tenantId: Id): Promise<void> {
  const own = played.archive.filter(({ building }) => building.tenantId === tenantId);
  for (const { building, file, played: landed } of own) {
    await writeOwnFile(trx, file, { tenantId, buildingId: building.id });
    if (landed.assessed !== null) await writeArchiveEntry(trx, landed.assessed);
  }
  await pointToBytes(
    trx,
    own.map((one) => one.played),
  );
}

async function pointToBytes(trx: Transaction<Database>, files: readonly PlayedFile[]): Promise<void> {
  if (files.length === 0) return;
  await sql`
    update files set storage_key = k.key
    from unnest(${files.map((one) => one.fileId)}::uuid[], ${files.map((one) => one.storageKey)}::text[]) as k (id, key)
    where files.id = k.id`.execute(trx);
}

/** As declarations would have reserved it. */
async function countQuota(trx: Transaction<Database>, tenantId: Id): Promise<void> {
  await sql`
    update tenants set reserved_bytes = (select coalesce(sum(size), 0) from files
      where tenant_id = ${tenantId} and state in ('declared', 'receiving', 'received', 'available'))
    where id = ${tenantId}`.execute(trx);
}

async function writeDevice(trx: Transaction<Database>, plan: DevicePlan, now: Instant): Promise<void> {
  const personId = demoPeople[plan.who].id;
  const deviceId = demoId('device', plan.who);
  const lastContact = momentFrom(now, plan.lastContact);
  await enterScope(trx, { kind: 'person', personId, tenantIds: demoTenants.map(({ id }) => id) });
  await trx
    .insertInto('devices')
    .values({
      id: deviceId,
      person_id: personId,
      app_version: 'demo',
      last_contact_at: lastContact,
      created_at: momentFrom(now, began),
    })
    .execute();
  for (const { task, items } of plan.holds) {
    const made = items.map(({ made: when, ...item }) => ({ ...item, madeAt: momentFrom(now, when) }));
    const { tenant_id } = await trx
      .selectFrom('tasks')
      .select('tenant_id')
      .where('id', '=', demoTaskId(task))
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('device_holdings')
      .values({
        tenant_id,
        device_id: deviceId,
        person_id: personId,
        task_id: demoTaskId(task),
        files: made.filter((item) => item.kind === 'file').length,
        bytes: made.reduce((sum, item) => sum + (item.size ?? 0), 0),
        commands: made.filter((item) => item.kind !== 'file').length,
        items: json(made),
        oldest_at: made.map((item) => item.madeAt).sort()[0] ?? null,
        reported_at: lastContact,
      })
      .execute();
  }
}
