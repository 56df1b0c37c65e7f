import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withScope } from '#server/db/scope.ts';
import { findArchiveEntryOfFile } from '#server/archive/archive-queries.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { must } from '#shared/kernel/must.ts';
import type { CommandType } from '#shared/sync/command.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { commandTypes } from '#shared/testing/command-types.ts';
import { aChecklist, aComment, aFile, aRequest, aTask, ids } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { askeby, folders } from '#shared/testing/places.ts';

/*
 * Whoever has nothing to do with a task gets the same answer for its ids as for ids that were made up, from every
 * command and route: the administrator of another tenant, a manager of other buildings, another supplier, a stranger.
 */
let app: TestApp;
let task: Task;
let entryId: string;
const office = { kind: 'tenant', tenantId: askeby.id } as const;
const archived = aFile({ id: ids.drawing, purpose: 'archive', folderId: folders.fire, state: 'available' });

beforeAll(async () => {
  app = await startTestApp();
  const parts = { checklists: [aChecklist()], comments: [aComment()], reopeningRequests: [aRequest()] };
  task = aTask({ state: 'in-progress', files: [aFile(), archived], ...parts });
  await insertTask(app.db, task);
  const entry = await withScope(app.db, office, (trx) => findArchiveEntryOfFile(trx, archived.id));
  entryId = must(entry, 'entry').id;
});
afterAll(() => app.close());

const outsiders: PersonName[] = ['nils', 'mette', 'ragnar', 'stig'];

/** The ids of the command's own fields; its own id is new each time. */
function aimed(type: CommandType, real: boolean): object {
  const named: Record<string, string> = {
    taskId: task.id,
    entryId,
    fileId: ids.photo,
    checklistId: ids.checklist,
  };
  const command: Record<string, unknown> = { ...aCommand(type), id: uuid() };
  const own = Object.keys(named).filter((key) => key in command && command[key] !== null);
  return { ...command, ...Object.fromEntries(own.map((key) => [key, real ? named[key] : uuid()])) };
}

async function said(response: Response): Promise<unknown> {
  const { requestId: _own, ...body } = (await response.json()) as Record<string, unknown>;
  return { status: response.status, ...body };
}

test.each(commandTypes)('%s', async (type) => {
  const before = await withScope(app.db, office, (trx) => findTask(trx, task.id));
  for (const person of outsiders) {
    // Whoever may plan in a building there may name a new task as they like.
    if (type === 'create-task' && person === 'mette') continue;
    const send = async (real: boolean) =>
      said(await app.request(person, 'POST', '/api/commands', aimed(type, real)));
    const answer = await send(true);
    expect(answer, person).toEqual(await send(false));
    expect(answer, person).toMatchObject({ status: 409 });
  }
  expect(await withScope(app.db, office, (trx) => findTask(trx, task.id))).toEqual(before);
});

test('files, their tickets and their uploads', async () => {
  for (const person of outsiders) {
    for (const path of ['session', 'finalise', 'ticket']) {
      for (const fileId of [ids.photo, archived.id]) {
        const ask = (id: string) => app.request(person, 'POST', `/api/files/${id}/${path}`, {});
        expect(await said(await ask(fileId))).toEqual(await said(await ask(uuid())));
      }
    }
  }
});
