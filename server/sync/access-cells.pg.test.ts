import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findArchiveEntryOfFile } from '#server/archive/archive-queries.ts';
import { withScope } from '#server/db/scope.ts';
import {
  buildScene,
  insertHolding,
  type AccessScene,
  type SceneOptions,
} from '#server/testing/access-scene.ts';
import { SyncClient } from '#server/testing/sync-client.ts';
import { startTestApp, type TestApp } from '#server/testing/test-app.ts';
import { accessTable, type Action } from '#shared/access/access-table.ts';
import { cellHolds } from '#shared/access/can.ts';
import { letters, type Column, type Letter } from '#shared/access/columns.ts';
import { now } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';

/*
 * The access table through HTTP with real sign-ins: for every action that a route offers, every column once with all
 * conditions true and once with each condition of its cell false. What is expected comes from the table's own cell.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const whoIs = {
  AD: 'astrid',
  MG: 'magnus',
  EX: 'erik',
  US: 'unni',
  AH: 'arne',
  SU: 'siri',
} as const satisfies Partial<Record<Column, PersonName>>;
type Tested = keyof typeof whoIs;

interface Probe {
  readonly scene?: SceneOptions;
  /** Whether the route let the person do it. */
  allowed(scene: AccessScene, person: PersonName): Promise<boolean>;
}

/** Folders cannot be denied to anybody yet (`z`), and `y`, `k`, `x`, `F`, `M` have no route here. */
const testable: ReadonlySet<Letter> = new Set(['t', 'b', 'a', 'g', 'o', 's', 'c', 'q', 'w', 'n']);

async function pushes(
  person: PersonName,
  fields: { type: string } & Record<string, unknown>,
): Promise<boolean> {
  const device = new SyncClient(app, person);
  const [outcome] = await device.push({ id: uuid(), madeAt: now, ...fields });
  return outcome?.status === 'applied';
}

async function commands(
  person: PersonName,
  fields: { type: string } & Record<string, unknown>,
): Promise<boolean> {
  const response = await app.request(person, 'POST', '/api/commands', { id: uuid(), madeAt: now, ...fields });
  expect([200, 409]).toContain(response.status);
  return response.status === 200;
}

async function gets(person: PersonName, path: string): Promise<unknown> {
  const response = await app.request(person, 'GET', path);
  expect([200, 403, 404]).toContain(response.status);
  return response.status === 200 ? response.json() : null;
}

async function listed(person: PersonName, scene: AccessScene): Promise<boolean> {
  const archive = (await gets(person, `/api/archive/${scene.task.buildingId}`)) as {
    entries: { file: { id: string } }[];
  } | null;
  return archive?.entries.some((entry) => entry.file.id === scene.archived.id) ?? false;
}

async function tickets(person: PersonName, fileId: string): Promise<boolean> {
  const response = await app.request(person, 'POST', `/api/files/${fileId}/ticket`, {});
  expect([200, 404]).toContain(response.status);
  return response.status === 200;
}

function declared(scene: AccessScene, purpose: 'archive' | 'task-attachment') {
  return {
    type: 'declare-file',
    taskId: scene.task.id,
    fileId: uuid(),
    purpose,
    folderId: purpose === 'archive' ? scene.folderId : null,
    checklistId: null,
    questionId: null,
    name: 'bilde.jpg',
    size: 1000,
    sha256: 'a'.repeat(64),
  };
}

const probes: Partial<Record<Action, Probe>> = {
  'read-task': {
    allowed: async (scene, person) => (await gets(person, `/api/tasks/${scene.task.id}`)) !== null,
  },
  'read-task-internals': {
    allowed: async (scene, person) => {
      const found = (await gets(person, `/api/tasks/${scene.task.id}`)) as {
        task: { comments: unknown[] };
      } | null;
      return (found?.task.comments.length ?? 0) > 0;
    },
  },
  'read-devices': {
    allowed: async (scene, person) => {
      await insertHolding(app, scene);
      const found = (await gets(person, `/api/tasks/${scene.task.id}`)) as { holdings: unknown[] } | null;
      return (found?.holdings.length ?? 0) > 0;
    },
  },
  'plan-task': {
    allowed: (scene, person) => commands(person, { type: 'cancel-task', taskId: scene.task.id }),
  },
  'force-complete': {
    scene: { state: 'completing' },
    allowed: (scene, person) => commands(person, { type: 'force-complete-task', taskId: scene.task.id }),
  },
  'work-task': {
    allowed: (scene, person) => pushes(person, { type: 'accept-task', taskId: scene.task.id }),
  },
  'undo-complete': {
    scene: { state: 'completed' },
    allowed: (scene, person) => pushes(person, { type: 'undo-complete', taskId: scene.task.id }),
  },
  'comment-task': {
    allowed: (scene, person) =>
      pushes(person, { type: 'add-comment', taskId: scene.task.id, text: 'Hei', internal: false }),
  },
  'fill-task-checklist': {
    allowed: (scene, person) => {
      const checklist = scene.task.checklists[0];
      const questionId = checklist?.questions[0]?.id;
      const fields = {
        taskId: scene.task.id,
        checklistId: checklist?.id,
        questionId,
        value: 'yes',
        comment: '',
      };
      return pushes(person, { type: 'set-answer', ...fields });
    },
  },
  'attach-to-task': { allowed: (scene, person) => pushes(person, declared(scene, 'task-attachment')) },
  'upload-to-archive': { allowed: (scene, person) => pushes(person, declared(scene, 'archive')) },
  'read-attachment': { allowed: (scene, person) => tickets(person, scene.attachment.id) },
  'read-archive': { allowed: (scene, person) => listed(person, scene) },
  'read-unapproved-archive': {
    scene: { approval: 'awaiting' },
    allowed: (scene, person) => listed(person, scene),
  },
  'approve-archive-file': {
    scene: { approval: 'awaiting' },
    allowed: async (scene, person) => {
      const tenant = { kind: 'tenant', tenantId: scene.task.tenantId } as const;
      const entry = await withScope(app.db, tenant, (trx) => findArchiveEntryOfFile(trx, scene.archived.id));
      return commands(person, { type: 'approve-archive-file', entryId: entry?.id ?? uuid() });
    },
  },
};

const tested = Object.keys(whoIs) as Tested[];

describe.each(Object.keys(probes) as Action[])('%s', (action) => {
  const probe = probes[action];
  test.each(tested)('%s', async (column) => {
    if (probe === undefined) throw new Error('no probe');
    const person = whoIs[column];
    const cell = accessTable[action][column];
    const asked = letters.filter((letter) => testable.has(letter) && cell.includes(letter));
    for (const without of [null, ...asked]) {
      const facts = Object.fromEntries(letters.map((letter) => [letter, letter !== without]));
      const expected = cellHolds(cell, facts);
      const scene = await buildScene(app, person, without, probe.scene);
      const label = `${action} ${column} "${cell}" ${without === null ? 'all true' : `without ${without}`}`;
      expect(await probe.allowed(scene, person), label).toBe(expected);
    }
  });
});

test('nobody signed in gets 401 from every one of these routes, and nothing happens', async () => {
  const paths = [
    ['GET', '/api/tasks'],
    ['GET', `/api/tasks/${uuid()}`],
    ['GET', '/api/archive'],
    ['GET', `/api/archive/${uuid()}`],
    ['POST', '/api/commands'],
    ['POST', '/api/sync/push'],
    ['POST', '/api/sync/pull'],
    ['GET', '/api/sync/live'],
    ['POST', `/api/files/${uuid()}/ticket`],
    ['POST', `/api/files/${uuid()}/session`],
    ['POST', `/api/files/${uuid()}/finalise`],
    ['GET', '/api/f/abc'],
  ] as const;
  for (const [method, path] of paths) {
    const response = await app.request(null, method, path, method === 'POST' ? {} : undefined);
    expect(response.status, `${method} ${path}`).toBe(401);
  }
});
