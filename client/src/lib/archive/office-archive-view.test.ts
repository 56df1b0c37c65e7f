import { expect, test } from 'vitest';
import {
  archiveAddress,
  countEntries,
  newestFirst,
  readArchiveView,
  sortEntries,
  type EntryKey,
} from '#lib/archive/office-archive-view.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import { aFile, minutesAgo } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';
import { askeby, askebySkole, folders } from '#shared/testing/places.ts';

let made = 0;
function anEntry(name: string, overrides: Partial<ArchiveEntry> = {}): ArchiveEntry {
  made += 1;
  const { id, size, type, sha256 } = aFile({ id: localId(made), type: 'image/jpeg' });
  return {
    id: localId(500 + made),
    tenantId: askeby.id,
    buildingId: askebySkole.id,
    folderId: folders.fire,
    file: { id, name, size, type, sha256 },
    fromId: people.siri.id,
    fromName: people.siri.name,
    at: minutesAgo(made),
    approval: 'awaiting',
    assessedByName: null,
    assessedAt: null,
    rejectReason: null,
    ...overrides,
  };
}

const names = (entries: ArchiveEntry[], key: EntryKey, direction: 'ascending' | 'descending') =>
  sortEntries(entries, { key, direction }).map((one) => one.file.name);

test('names sort as people read them: numbers by size, æ, ø and å last', () => {
  const entries = ['Detektor 10.jpg', 'Åpning.pdf', 'Detektor 9.jpg', 'Ærfugl.pdf', 'anlegg.pdf'].map((one) =>
    anEntry(one),
  );
  expect(names(entries, 'name', 'ascending')).toEqual([
    'anlegg.pdf',
    'Detektor 9.jpg',
    'Detektor 10.jpg',
    'Ærfugl.pdf',
    'Åpning.pdf',
  ]);
});

test('what waits stands before what is rejected and approved, the newest first among equals', () => {
  const entries = [
    anEntry('godkjent', { approval: 'approved' }),
    anEntry('eldst', { at: minutesAgo(300) }),
    anEntry('avvist', { approval: 'rejected' }),
    anEntry('nyest', { at: minutesAgo(1) }),
  ];
  expect(names(entries, 'approval', 'ascending')).toEqual(['nyest', 'eldst', 'avvist', 'godkjent']);
  expect(sortEntries(entries, newestFirst)[0]?.file.name).toBe('nyest');
});

test('every filter has its count', () => {
  const entries = [anEntry('a'), anEntry('b', { approval: 'approved' }), anEntry('c')];
  expect(countEntries(entries)).toEqual({ all: 3, awaiting: 2, approved: 1, rejected: 0 });
});

test('the address says the view and reads back as the same', () => {
  const view = { folder: folders.fire, filter: 'awaiting' as const, file: localId(1) };
  const address = new URL(archiveAddress(askebySkole.id, view), 'http://x');
  expect(address.pathname).toBe(`/office/archive/${askebySkole.id}`);
  expect(readArchiveView(address.searchParams)).toEqual(view);
  const plain = { folder: null, filter: 'all' as const, file: null };
  expect(archiveAddress('b', plain)).toBe('/office/archive/b');
  expect(readArchiveView(new URLSearchParams('show=nothing'))).toEqual(plain);
});
