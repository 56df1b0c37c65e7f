import { isArchived, type ArchiveRow } from '#lib/archive/archive-rows.ts';
import { pathTo } from '#lib/archive/folder-tree.ts';
import { sayItemStatus } from '#lib/files/say-item-status.ts';
import { archiveTexts } from '#lib/texts/archive-texts.ts';
import { fileTexts } from '#lib/texts/file-texts.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { sayMoment } from '#lib/texts/say-date.ts';
import { saySize } from '#lib/texts/say-number.ts';
import { taskWords } from '#lib/texts/task-words.ts';
import type { Building, Folder } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** One fact and its name. */
export interface Detail {
  readonly name: string;
  readonly value: string;
  readonly code?: boolean;
}

/** Where a folder lies, in words: "Furuset skole › Teknisk". */
function sayPlace(building: Building, folderId: Id | null): string {
  return [building.name, ...pathTo(building.folders, folderId).map((step) => step.name)].join(' › ');
}

/** What is known of a folder. */
export function describeFolder(building: Building, folder: Folder, contents: string): Detail[] {
  const texts = archiveTexts().detail;
  return [
    { name: texts.place, value: sayPlace(building, folder.parentId) },
    { name: texts.kind, value: texts.kindName[folder.kind] },
    { name: texts.contents, value: contents },
  ];
}

/** What is known of a file, its assessment and its checksum with it. */
export function describeFile(building: Building, row: ArchiveRow, now: Date, language: Language): Detail[] {
  const texts = archiveTexts();
  const { detail } = texts;
  const archived = isArchived(row);
  const facts: Detail[] = [
    { name: detail.place, value: sayPlace(building, row.folderId) },
    { name: detail.size, value: saySize(row.size, language) },
    { name: detail.type, value: row.type ?? detail.unknownType },
    ...(row.mine || row.fromName
      ? [{ name: detail.from, value: row.mine ? detail.you : (row.fromName ?? '') }]
      : []),
    { name: archived ? detail.at : detail.made, value: sayMoment(row.at, now, language) },
    archived
      ? { name: detail.approval, value: sayAssessment(row, now, language) }
      : { name: detail.state, value: sayItemStatus(row.status, row, taskWords().item, fileTexts()) },
  ];
  if (row.assessed?.reason) facts.push({ name: detail.reason, value: row.assessed.reason });
  if (row.sha256 !== null) facts.push({ name: detail.hash, value: row.sha256, code: true });
  return facts;
}

function sayAssessment({ approval, assessed }: ArchiveRow, now: Date, language: Language): string {
  const texts = archiveTexts();
  if (assessed === null || assessed.byName === '') return texts.approval[approval];
  const when = sayMoment(assessed.at, now, language);
  return approval === 'rejected'
    ? texts.detail.rejectedBy(assessed.byName, when)
    : texts.detail.approvedBy(assessed.byName, when);
}
