import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, test } from 'vitest';
import { openDatabase, type Handle } from '#lib/device/open-database.ts';
import { PersonDatabase } from '#lib/device/person-database.ts';
import { taskRow } from '#lib/device/record-rows.ts';
import { loadProspect, prospectTables } from '#lib/sync/prospect.ts';
import { queueCommand } from '#lib/sync/queue-command.ts';
import type { FileRecord } from '#shared/files/file.ts';
import { must } from '#shared/kernel/must.ts';
import { fieldCommandSchema, type FieldCommand } from '#shared/sync/field-command.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import { allCases } from '#shared/testing/all-cases.ts';
import { now } from '#shared/testing/builders.ts';
import { runsOn } from '#shared/testing/case-context.ts';
import { checkAnswer, type CaseAnswer, type CommandCase } from '#shared/testing/case.ts';
import { freshIds } from '#shared/testing/fresh-ids.ts';
import { actorOf } from '#shared/testing/people.ts';
import { buildings } from '#shared/testing/places.ts';

/*
 * The same cases that prove the rules, over the device's own database: what a command is told before it is queued, and
 * what the view shows once it is, are what the rule says.
 */
const listener = { replaced: () => undefined, blocked: () => undefined };

/** Lays the case out as records on a device of its person. */
async function arrange(aCase: CommandCase): Promise<Handle<PersonDatabase>> {
  const actor = actorOf(aCase.actor);
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  const database = openDatabase(() => new PersonDatabase(actor.personId, options), listener);
  const { task, other, file } = aCase.given;
  await database.use(async (db) => {
    await db.meta.put({ key: 'profile', value: { rev: 1, body: actor } });
    await db.buildings.bulkPut(
      buildings.map((body) => ({ id: body.id, tenantId: body.tenantId, rev: 1, body })),
    );
    for (const held of [task, other]) if (held) await db.tasks.put(taskRow(held.id, 1, held));
    if (file !== undefined) await db.ownFiles.put({ id: file.id, rev: 1, body: file });
    // A file that is known elsewhere is one this device declared there.
    for (const known of other?.files ?? []) await db.uploads.put(uploadOf(known, other?.id ?? null));
    if (aCase.former !== undefined && task !== null) {
      const past = { id: task.id, endedBy: aCase.former } as PastTask;
      await db.pastTasks.put({ id: task.id, rev: 1, endedAt: now, body: past });
    }
  });
  return database;
}

function uploadOf(file: FileRecord, taskId: string | null) {
  const { purpose, folderId, checklistId, questionId, name, size, sha256, declaredAt: madeAt } = file;
  const place = { purpose, folderId, checklistId, questionId };
  const bytes = { name, size, sha256, type: '', chunks: 1, chunkSize: size, order: 1, retries: 0, offset: 0 };
  const state = 'declared' as const;
  return { fileId: file.id, taskId, declareId: file.id, ...place, ...bytes, madeAt, task: null, state };
}

async function play(aCase: CommandCase): Promise<CaseAnswer> {
  const command = fieldCommandSchema.parse(aCase.command);
  const { id, madeAt: _madeAt, retryOf: _retryOf, ...fields } = command;
  const database = await arrange(aCase);
  const ports = {
    clock: { now: () => Date.parse(aCase.now ?? now) },
    random: { id: () => id, fraction: () => 0 },
  };
  const queued = await queueCommand(ports, database, fields);
  const answer = queued.queued
    ? await readBack(database, command)
    : ({ outcome: 'refused', refusal: queued.refusal as TaskRefusal } as const);
  database.close();
  return answer;
}

async function readBack(database: Handle<PersonDatabase>, command: FieldCommand): Promise<CaseAnswer> {
  const subject = { taskId: command.taskId, fileId: 'fileId' in command ? command.fileId : null };
  const prospect = await database.use((db) =>
    db.transaction('r', prospectTables(db), async () => loadProspect(db, subject)),
  );
  return { outcome: 'applied', next: must(prospect, 'prospect').situation };
}

const cases = allCases.filter((aCase) => runsOn(aCase, 'device'));
const types = [...new Set(cases.map((aCase) => aCase.command.type))];

describe.each(types)('%s on the device', (type) => {
  const own = cases.filter((aCase) => aCase.command.type === type);
  test.each(own.map((aCase) => [aCase.title, aCase] as const))('%s', async (title, written) => {
    const aCase = freshIds(written, `device ${title}`);
    checkAnswer(aCase, await play(aCase));
  });
});
