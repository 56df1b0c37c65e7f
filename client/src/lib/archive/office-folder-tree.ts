import { foldersUnder } from '#lib/archive/folder-tree.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Folder } from '#shared/buildings/building.ts';

/** A folder with those in it. `files` lie in itself, `awaiting` in it and everything under it. */
export interface FolderNode {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly awaiting: number;
  readonly children: readonly FolderNode[];
}

/** The flat folders as a tree, by name, with how much lies in each and how much of it waits to be assessed. */
export function folderTree(folders: readonly Folder[], entries: readonly ArchiveEntry[]): FolderNode[] {
  const under = (parentId: string | null): FolderNode[] =>
    foldersUnder(folders, parentId).map((folder) => {
      const children = under(folder.id);
      const own = entries.filter((entry) => entry.folderId === folder.id);
      const below = children.reduce((sum, child) => sum + child.awaiting, 0);
      return {
        id: folder.id,
        name: folder.name,
        files: own.length,
        awaiting: own.filter((entry) => entry.approval === 'awaiting').length + below,
        children,
      };
    });
  return under(null);
}
