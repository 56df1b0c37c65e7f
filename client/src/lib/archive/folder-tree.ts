import type { Folder } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';

const byName = new Intl.Collator('nb', { numeric: true });

/** The folders directly under one, by name; under null, those at the top. */
export function foldersUnder(folders: readonly Folder[], parentId: Id | null): Folder[] {
  const known = new Set(folders.map((folder) => folder.id));
  return folders
    .filter((folder) => placeOf(folder, known) === parentId)
    .sort((a, b) => byName.compare(a.name, b.name));
}

/** The way down to a folder, itself last; empty for the top and for a folder that is not here. */
export function pathTo(folders: readonly Folder[], folderId: Id | null): Folder[] {
  const path: Folder[] = [];
  let next = folders.find((folder) => folder.id === folderId);
  // A damaged tree may go in circles; a path may not.
  while (next !== undefined && !path.includes(next)) {
    path.unshift(next);
    const { parentId } = next;
    next = folders.find((folder) => folder.id === parentId);
  }
  return path;
}

/** A folder with everything under it. */
export function withDescendants(folders: readonly Folder[], folderId: Id): Set<Id> {
  return new Set(
    folders
      .filter((folder) => pathTo(folders, folder.id).some((step) => step.id === folderId))
      .map((folder) => folder.id),
  );
}

/** A folder whose parent is hidden from this person stands at the top: better there than nowhere. */
function placeOf(folder: Folder, known: ReadonlySet<Id>): Id | null {
  return folder.parentId !== null && known.has(folder.parentId) ? folder.parentId : null;
}
