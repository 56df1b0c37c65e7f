import { describe, expect, it } from 'vitest';
import { foldersUnder, pathTo, withDescendants } from '#lib/archive/folder-tree.ts';
import type { Folder } from '#shared/buildings/building.ts';

function folder(id: string, parentId: string | null, name = id): Folder {
  return { id, parentId, name, kind: 'local' };
}

const names = (folders: readonly Folder[]) => folders.map((one) => one.name);
const tree = [
  folder('a', null, 'Ærfugl'),
  folder('b', null, 'Plan 10'),
  folder('c', null, 'Plan 9'),
  folder('d', 'b', 'Ventilasjon'),
  folder('e', 'd', 'Rapporter'),
];

describe('the folders of an archive', () => {
  it('stand by name as Norwegians and numbers are sorted', () => {
    expect(names(foldersUnder(tree, null))).toEqual(['Plan 9', 'Plan 10', 'Ærfugl']);
    expect(names(foldersUnder(tree, 'b'))).toEqual(['Ventilasjon']);
  });

  it('stand at the top where their parent is not shown to this person', () => {
    expect(names(foldersUnder([folder('x', 'hidden')], null))).toEqual(['x']);
  });

  it('are found by their path, and an unknown one has none', () => {
    expect(names(pathTo(tree, 'e'))).toEqual(['Plan 10', 'Ventilasjon', 'Rapporter']);
    expect(pathTo(tree, null)).toEqual([]);
    expect(pathTo(tree, 'gone')).toEqual([]);
  });

  it('end even where the tree goes in a circle', () => {
    expect(pathTo([folder('x', 'y'), folder('y', 'x')], 'x')).toHaveLength(2);
  });

  it('count everything under them as theirs', () => {
    expect([...withDescendants(tree, 'b')].sort()).toEqual(['b', 'd', 'e']);
  });
});
