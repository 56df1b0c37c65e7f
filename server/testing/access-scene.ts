import { v7 as uuid } from 'uuid';
import { json } from '#server/db/json.ts';
import { withScope } from '#server/db/scope.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import type { Letter } from '#shared/access/columns.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Executor, Task } from '#shared/tasks/task.ts';
import {
  aChecklist,
  aComment,
  aFile,
  asExecutor,
  aTask,
  dahl,
  minutesAgo,
  now,
} from '#shared/testing/builders.ts';
import { actorOf, people, type PersonName } from '#shared/testing/people.ts';
import { askeby, nordvag, sagvikInAskeby, sagvikInNordvag } from '#shared/testing/places.ts';

/** Which condition a scene makes false, or null: all hold. */
export type Without = Letter | null;

/** A building of its own with a task and files, in which exactly the named condition does not hold for the person. */
export interface AccessScene {
  readonly person: PersonName;
  readonly task: Task;
  readonly folderId: Id;
  readonly attachment: FileRecord;
  readonly archived: FileRecord;
}

export interface SceneOptions {
  /** The state of the task when all conditions hold. */
  readonly state?: TaskState;
  readonly approval?: 'approved' | 'awaiting';
}

let number = 1000;

/**
 * Builds the scene: `t` puts everything into the other tenant, `b` keeps the building from the person, `a` gives the
 * task to another supplier, `s` and `g` close it, `o` makes somebody else the author, `c` leaves files without their
 * bytes, `q` fills the quota, `w` lets 16 minutes pass, `n` has the file assessed.
 */
export async function buildScene(
  app: TestApp,
  person: PersonName,
  without: Without,
  options: SceneOptions = {},
): Promise<AccessScene> {
  number += 1;
  const tenantId = without === 't' ? nordvag.id : askeby.id;
  const place = { buildingId: uuid(), folderId: uuid(), tenantId };
  await insertBuilding(app, place, without === 'b' ? null : person);

  const me = people[person].id;
  const author = without === 'o' ? people.ragnar.id : me;
  const other: Executor = without === 't' ? sagvikOf(nordvag.id) : dahl;
  const executors = without === 'a' || without === 't' ? [other] : [executorFor(person)];
  const closed = without === 's' || without === 'g';
  const state = closed ? 'completed' : (options.state ?? 'in-progress');
  const done = state === 'completed' || state === 'completing' || state === 'cancelled';
  const fileState = without === 'c' ? ('declared' as const) : ('available' as const);
  const approval = without === 'n' ? 'approved' : (options.approval ?? 'approved');
  const shared = { declaredBy: author, state: fileState, availableAt: without === 'c' ? null : now };
  const attachment = aFile({
    ...shared,
    id: uuid(),
    purpose: 'task-attachment',
    approval: null,
    folderId: null,
  });
  const archived = aFile({ ...shared, id: uuid(), purpose: 'archive', folderId: place.folderId, approval });
  const task = aTask({
    id: uuid(),
    number,
    tenantId,
    buildingId: place.buildingId,
    state,
    executors,
    createdBy: without === 'o' ? people.astrid.id : me,
    completedAt: done ? minutesAgo(without === 'w' ? 16 : 2) : null,
    completedBy: done ? author : null,
    completedByName: done ? people[person].name : null,
    closedAt: done ? minutesAgo(2) : null,
    expectedFiles: [],
    comments: [aComment({ id: uuid(), internal: true, text: 'Internt' })],
    checklists: [aChecklist({ id: uuid(), deliveredAt: null })],
    files: [attachment, archived],
    reopeningRequests: [],
  });
  await insertTask(app.db, task);
  await setQuota(app, tenantId, without === 'q');
  return { person, task, folderId: place.folderId, attachment, archived };
}

function executorFor(person: PersonName): Executor {
  return actorOf(person).engagements.length > 0 ? sagvikOf(askeby.id) : asExecutor(person);
}

function sagvikOf(tenantId: Id): Executor {
  const supplier = tenantId === askeby.id ? sagvikInAskeby : sagvikInNordvag;
  return { kind: 'supplier', id: supplier.id, name: supplier.name };
}

async function insertBuilding(
  app: TestApp,
  place: { tenantId: Id; buildingId: Id; folderId: Id },
  reaching: PersonName | null,
): Promise<void> {
  const { tenantId, buildingId, folderId } = place;
  await withScope(app.db, { kind: 'tenant', tenantId }, async (trx) => {
    await trx
      .insertInto('buildings')
      .values({
        id: buildingId,
        tenant_id: tenantId,
        name: 'Prøvebygg',
        address: 'Veien 1',
        postal_place: '0001',
        contact_name: null,
        contact_phone: null,
        access_note: null,
        created_at: now,
      })
      .execute();
    await trx
      .insertInto('folders')
      .values({
        id: folderId,
        tenant_id: tenantId,
        building_id: buildingId,
        parent_id: null,
        name: 'Mappe',
        kind: 'local',
      })
      .execute();
    const member = reaching === null ? undefined : actorOf(reaching).memberships[0];
    if (reaching === null || member?.tenantId !== tenantId || member.buildingIds === null) return;
    await trx
      .insertInto('building_access')
      .values({
        tenant_id: tenantId,
        person_id: people[reaching].id,
        building_id: buildingId,
        granted_by: null,
        created_at: now,
      })
      .execute();
    await recordPersonGrants(trx, people[reaching].id, { now, began: 'activated', ended: 'deactivated' });
  });
}

async function setQuota(app: TestApp, tenantId: Id, full: boolean): Promise<void> {
  await withScope(app.db, { kind: 'tenant', tenantId }, async (trx) => {
    await trx
      .updateTable('tenants')
      .set({ reserved_bytes: 0, quota_bytes: full ? 0 : 1_000_000_000_000 })
      .where('id', '=', tenantId)
      .execute();
  });
}

/** Says that the person's device holds a file for the task. */
export async function insertHolding(app: TestApp, scene: AccessScene): Promise<void> {
  const { task } = scene;
  await withScope(
    app.db,
    { kind: 'person', personId: people.siri.id, tenantIds: [task.tenantId] },
    async (trx) => {
      const deviceId = uuid();
      const contact = { app_version: 'test', last_contact_at: now, created_at: now };
      await trx
        .insertInto('devices')
        .values({ id: deviceId, person_id: people.siri.id, ...contact })
        .execute();
      await trx
        .insertInto('device_holdings')
        .values({
          tenant_id: task.tenantId,
          device_id: deviceId,
          person_id: people.siri.id,
          task_id: task.id,
          files: 1,
          bytes: 10,
          commands: 0,
          items: json([]),
          oldest_at: now,
          reported_at: now,
        })
        .execute();
    },
  );
}
