import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type { Approval } from '#shared/files/file.ts';

export const entryFilters = ['all', 'awaiting', 'approved', 'rejected'] as const;
export type EntryFilter = (typeof entryFilters)[number];

/** What an archive's address says it shows; `folder` null is the whole archive. */
export type ArchiveView = { folder: string | null; filter: EntryFilter; file: string | null };

export type EntryKey = 'name' | 'type' | 'size' | 'from' | 'at' | 'approval';
export type EntrySort = { key: EntryKey; direction: 'ascending' | 'descending' };

/** The newest first, until somebody sorts otherwise. */
export const newestFirst: EntrySort = { key: 'at', direction: 'descending' };

/** Reads the view from an address; what is not understood counts as not said. */
export function readArchiveView(params: Pick<URLSearchParams, 'get'>): ArchiveView {
  const show = params.get('show');
  return {
    folder: params.get('folder'),
    filter: entryFilters.find((one) => one === show) ?? 'all',
    file: params.get('file'),
  };
}

/** The address of an archive under a view. */
export function archiveAddress(buildingId: string, view: ArchiveView): string {
  const params = new URLSearchParams();
  if (view.folder !== null) params.set('folder', view.folder);
  if (view.filter !== 'all') params.set('show', view.filter);
  if (view.file !== null) params.set('file', view.file);
  const query = params.size > 0 ? `?${params.toString()}` : '';
  return `/office/archive/${buildingId}${query}`;
}

/** How many entries stand under each filter. */
export function countEntries(entries: readonly ArchiveEntry[]): Record<EntryFilter, number> {
  const of = (approval: Approval) => entries.filter((one) => one.approval === approval).length;
  return {
    all: entries.length,
    awaiting: of('awaiting'),
    approved: of('approved'),
    rejected: of('rejected'),
  };
}

/** What waits for somebody stands before what is settled. */
const approvalOrder: Record<Approval, number> = { awaiting: 0, rejected: 1, approved: 2 };

/** The entries in order; names as people sort them, with numbers by their size. Equal ones keep the newest first. */
export function sortEntries(entries: readonly ArchiveEntry[], sort: EntrySort): ArchiveEntry[] {
  const collator = new Intl.Collator('nb', { numeric: true });
  const compare: Record<EntryKey, (a: ArchiveEntry, b: ArchiveEntry) => number> = {
    name: (a, b) => collator.compare(a.file.name, b.file.name),
    type: (a, b) => collator.compare(a.file.type ?? '', b.file.type ?? ''),
    size: (a, b) => a.file.size - b.file.size,
    from: (a, b) => collator.compare(a.fromName, b.fromName),
    at: (a, b) => Date.parse(a.at) - Date.parse(b.at),
    approval: (a, b) => approvalOrder[a.approval] - approvalOrder[b.approval],
  };
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...entries].sort((a, b) => sign * compare[sort.key](a, b) || Date.parse(b.at) - Date.parse(a.at));
}
