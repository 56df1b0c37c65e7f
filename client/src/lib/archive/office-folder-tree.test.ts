import { expect, test } from 'vitest';
import { folderTree } from '#lib/archive/office-folder-tree.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import { askebySkole, folders } from '#shared/testing/places.ts';

const entry = (folderId: string, approval: ArchiveEntry['approval'] = 'awaiting') =>
  ({ folderId, approval }) as ArchiveEntry;

test('folders lie in each other, and what waits is counted up to the top', () => {
  const entries = [entry(folders.electrical), entry(folders.electrical), entry(folders.drawings, 'approved')];
  expect(folderTree(askebySkole.folders, entries)).toEqual([
    { id: folders.fire, name: 'Branndokumentasjon', files: 0, awaiting: 0, children: [] },
    {
      id: folders.drawings,
      name: 'Tegninger',
      files: 1,
      awaiting: 2,
      children: [{ id: folders.electrical, name: 'Elektro', files: 2, awaiting: 2, children: [] }],
    },
  ]);
});
