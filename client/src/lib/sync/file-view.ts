import type { Approval, FilePurpose, FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import type { EngineState } from '#lib/sync/board.ts';
import { statusOfRecord, statusOfUpload, type ItemStatus } from '#lib/sync/item-status.ts';

/** A file as a screen shows it, whether the server has it or only this device. */
export interface FileView {
  readonly id: Id;
  readonly name: string;
  readonly size: number;
  readonly type: string | null;
  readonly purpose: FilePurpose;
  readonly folderId: Id | null;
  readonly checklistId: Id | null;
  readonly questionId: Id | null;
  readonly at: Instant;
  readonly byId: Id | null;
  readonly byName: string | null;
  readonly approval: Approval | null;
  readonly status: ItemStatus;
  /** Bytes the server has, for the progress bar. */
  readonly sent: number;
  /** Its bytes lie on this device: `readFile` gives them. */
  readonly here: boolean;
}

/** A task's files: what its record (folded) says, and what only this device has, oldest first. */
export function fileViews(
  records: readonly FileRecord[],
  uploads: readonly UploadRow[],
  state: EngineState,
): FileView[] {
  const own = new Map(uploads.map((row) => [row.fileId, row]));
  const known = records
    .filter((file) => file.state !== 'cancelled')
    .map((file) => viewOfRecord(file, own.get(file.id), state));
  const ids = new Set(records.map((file) => file.id));
  const others = uploads.filter((row) => !ids.has(row.fileId)).map((row) => viewOfUpload(row, state));
  return [...known, ...others].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** A file that only this device has. */
export function viewOfUpload(upload: UploadRow, state: EngineState): FileView {
  return {
    id: upload.fileId,
    name: upload.name,
    size: upload.size,
    type: upload.type === '' ? null : upload.type,
    purpose: upload.purpose,
    folderId: upload.folderId,
    checklistId: upload.checklistId,
    questionId: upload.questionId,
    at: upload.madeAt,
    byId: null,
    byName: null,
    approval: upload.purpose === 'archive' ? 'awaiting' : null,
    status: statusOfUpload(upload, state),
    sent: sentOf(upload, state),
    here: upload.state !== 'lost',
  };
}

function viewOfRecord(file: FileRecord, upload: UploadRow | undefined, state: EngineState): FileView {
  return {
    id: file.id,
    name: file.name,
    size: file.size,
    type: file.type ?? (upload?.type || null),
    purpose: file.purpose,
    folderId: file.folderId,
    checklistId: file.checklistId,
    questionId: file.questionId,
    at: file.declaredAt,
    byId: file.declaredBy,
    byName: file.declaredByName,
    approval: file.approval,
    status: upload === undefined ? statusOfRecord(file) : statusOfUpload(upload, state),
    sent: upload === undefined ? file.size : sentOf(upload, state),
    here: upload !== undefined && upload.state !== 'lost',
  };
}

/** Bytes of an upload that the server has, as far as this device knows. */
export function sentOf(upload: UploadRow, { lanes }: Pick<EngineState, 'lanes'>): number {
  return lanes[upload.fileId] ?? upload.offset;
}
