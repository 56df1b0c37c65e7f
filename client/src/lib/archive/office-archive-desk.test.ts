import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ArchiveDesk } from '#lib/archive/office-archive-desk.svelte.ts';
import type { ArchiveView } from '#lib/archive/office-archive-view.ts';
import type { Command } from '#shared/sync/command.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import { aFile, minutesAgo } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, askebySkole, folders } from '#shared/testing/places.ts';

function anEntry(number: number, overrides: Partial<ArchiveEntry> = {}): ArchiveEntry {
  const { id, size, type, sha256 } = aFile({ id: localId(number) });
  return {
    id: localId(500 + number),
    tenantId: askeby.id,
    buildingId: askebySkole.id,
    folderId: folders.fire,
    file: { id, name: `${number}.jpg`, size, type, sha256 },
    fromId: people.siri.id,
    fromName: people.siri.name,
    at: minutesAgo(number),
    approval: 'awaiting',
    assessedByName: null,
    assessedAt: null,
    rejectReason: null,
    ...overrides,
  };
}

/** The server's archive of the school, and the entries it refuses to assess. */
let entries: ArchiveEntry[] = [];
let refusing: string[] = [];

beforeEach(() => {
  entries = [anEntry(1), anEntry(2), anEntry(3, { folderId: folders.drawings })];
  refusing = [];
  vi.stubGlobal('fetch', (path: string, init?: { body?: string }) => {
    if (!path.startsWith('/api/commands'))
      return Promise.resolve(Response.json({ building: askebySkole, entries, mayAssess: true }));
    const command = JSON.parse(init?.body ?? '') as Extract<Command, { type: 'approve-archive-file' }>;
    if (refusing.includes(command.entryId)) {
      const refusal = { code: 'entry.not-found' };
      const problem = { code: 'command.refused', status: 409, requestId: 'r', refusal };
      return Promise.resolve(Response.json(problem, { status: 409 }));
    }
    entries = entries.map((one) => (one.id === command.entryId ? { ...one, approval: 'approved' } : one));
    return Promise.resolve(Response.json({ status: 'applied', at: minutesAgo(0) }));
  });
});
afterEach(() => vi.unstubAllGlobals());

const whole: ArchiveView = { folder: null, filter: 'all', file: null };
const names = (list: readonly ArchiveEntry[]) => list.map((one) => one.file.name);

async function openDesk(view: ArchiveView = whole) {
  const shown = { view };
  const desk = new ArchiveDesk(askebySkole.id, () => shown.view);
  await desk.loaded.load();
  return { desk, shown };
}

test('the desk shows the folder and the state that the address names, the newest first', async () => {
  expect(names((await openDesk()).desk.shown)).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  const { desk } = await openDesk({ ...whole, folder: folders.drawings });
  expect(names(desk.shown)).toEqual(['3.jpg']);
  expect(desk.counts).toEqual({ all: 1, awaiting: 1, approved: 0, rejected: 0 });
});

test('what is not shown is not selected, so nobody assesses what they do not see', async () => {
  const { desk } = await openDesk({ ...whole, folder: folders.fire });
  desk.selected = entries.map((one) => one.id);
  expect(names(desk.chosen)).toEqual(['1.jpg', '2.jpg']);
});

test('after an assessment what failed stays selected, with the reason', async () => {
  const { desk } = await openDesk();
  desk.selected = entries.map((one) => one.id);
  refusing = [localId(502)];
  const { done, failed } = await desk.assess(desk.chosen, null);
  expect([done, names(failed)]).toEqual([2, ['2.jpg']]);
  expect(names(desk.chosen)).toEqual(['2.jpg']);
  expect(desk.assessed.failure).toEqual({ kind: 'refused', refusal: { code: 'entry.not-found' } });
  expect(desk.counts).toEqual({ all: 3, awaiting: 1, approved: 2, rejected: 0 });
});

test('an assessment that does all it should leaves no message of the one before', async () => {
  const { desk } = await openDesk();
  refusing = [localId(501)];
  await desk.assess([...desk.shown].slice(0, 1), null);
  refusing = [];
  await desk.assess([...desk.shown].slice(0, 1), null);
  expect(desk.assessed).toEqual({ done: 1, failed: [], failure: null });
});
