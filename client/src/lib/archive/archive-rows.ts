import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Approval } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FileView } from '#lib/sync/file-view.ts';
import type { ItemStatus } from '#lib/sync/item-status.ts';

/** One file of an archive: on its way from this device, or received, or both while the list is young. */
export interface ArchiveRow {
  readonly id: Id;
  readonly folderId: Id;
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly type: string | null;
  readonly at: string;
  readonly mine: boolean;
  /** Whose it is; null for the person's own on its way, empty where the person may not know. */
  readonly fromName: string | null;
  readonly status: ItemStatus;
  readonly approval: Approval;
  readonly assessed: { readonly byName: string; readonly at: string; readonly reason: string | null } | null;
  /** Its bytes lie on this device. */
  readonly here: boolean;
  readonly sha256: string | null;
}

/**
 * The files of an archive, what is on its way first and then the newest: what this device knows of the person's own,
 * and what the server lists. The server's word on a file counts; `entries` is null while it has not been asked.
 */
export function archiveRows(
  own: readonly FileView[],
  entries: readonly ArchiveEntry[] | null,
  personId: Id,
): ArchiveRow[] {
  const rows = new Map<Id, ArchiveRow>();
  for (const file of own) {
    if (file.folderId !== null) rows.set(file.id, rowOfOwn(file, file.folderId));
  }
  for (const entry of entries ?? []) {
    rows.set(entry.file.id, rowOfEntry(entry, rows.get(entry.file.id), personId));
  }
  return [...rows.values()].sort(
    (a, b) => Number(isArchived(a)) - Number(isArchived(b)) || (a.at < b.at ? 1 : -1),
  );
}

/** Whether the archive has the file: it can be downloaded, and has or awaits its assessment. */
export function isArchived(row: Pick<ArchiveRow, 'status'>): boolean {
  return row.status === 'received' || row.status === 'approved';
}

function rowOfOwn(file: FileView, folderId: Id): ArchiveRow {
  return {
    id: file.id,
    folderId,
    name: file.name,
    size: file.size,
    sent: file.sent,
    type: file.type,
    at: file.at,
    mine: true,
    fromName: file.byName,
    status: file.status,
    approval: file.approval ?? 'awaiting',
    assessed: null,
    here: file.here,
    sha256: null,
  };
}

function rowOfEntry(entry: ArchiveEntry, own: ArchiveRow | undefined, personId: Id): ArchiveRow {
  const { file, assessedAt, assessedByName } = entry;
  return {
    id: file.id,
    folderId: entry.folderId,
    name: file.name,
    size: file.size,
    sent: file.size,
    type: file.type ?? own?.type ?? null,
    at: entry.at,
    mine: entry.fromId === personId,
    fromName: entry.fromName,
    status: entry.approval === 'approved' ? 'approved' : 'received',
    approval: entry.approval,
    assessed:
      assessedAt === null
        ? null
        : { byName: assessedByName ?? '', at: assessedAt, reason: entry.rejectReason },
    here: own?.here ?? false,
    sha256: file.sha256,
  };
}
