import type { TaskSnapshot } from '#lib/device/outbox-entry.ts';
import type { FilePurpose } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/**
 * queued: its declare-file has no answer yet · declared: bytes may go · landed: the server said it has them all ·
 * refused: kept for the person under Needs attention · lost: the browser threw the bytes away. The row and its bytes
 * go when a pull shows the file available, or when the person discards it.
 */
export type UploadState = 'queued' | 'declared' | 'landed' | 'refused' | 'lost';

/** A file of the person's that the server is not known to have. Its bytes lie in the bytes database. */
export interface UploadRow {
  fileId: Id;
  taskId: Id | null;
  /** The command that declares it: the newest one. */
  declareId: Id;
  purpose: FilePurpose;
  folderId: Id | null;
  checklistId: Id | null;
  questionId: Id | null;
  name: string;
  size: number;
  sha256: string;
  /** How the browser called its type when it was picked; only for showing it on this device. */
  type: string;
  chunks: number;
  chunkSize: number;
  order: number;
  /** How often the same file has been declared anew by itself. */
  retries: number;
  madeAt: Instant;
  task: TaskSnapshot | null;
  state: UploadState;
  /** Bytes the server is known to have. */
  offset: number;
}
