import { cleanFileName } from '#shared/files/clean-file-name.ts';
import { largestFile, type FilePurpose } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { BytesDatabase } from '#lib/device/bytes-database.ts';
import { isFull } from '#lib/device/is-lost-connection.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { AnyCommandFields } from '#lib/sync/command-fields.ts';
import {
  chunkBytes,
  copyBytes,
  hashStored,
  SourceUnreadableError,
  type ByteSource,
  type Copied,
} from '#lib/sync/copy-bytes.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { predict, queueCommand } from '#lib/sync/queue-command.ts';
import { BytesLostError, freeBytes } from '#lib/sync/stored-bytes.ts';

/** A file to be kept and sent. `taskId` is null only for archive uploads of staff and ad hoc users. */
export interface NewFile {
  readonly source: ByteSource;
  /** As it was picked; it is declared as `cleanFileName` makes it. */
  readonly name: string;
  /** As the browser calls it; shown on this device only. */
  readonly type?: string;
  readonly purpose: FilePurpose;
  readonly taskId: Id | null;
  readonly folderId?: Id | null;
  readonly checklistId?: Id | null;
  readonly questionId?: Id | null;
  /** Bytes stored so far. */
  readonly onProgress?: (stored: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * too-large: over 500 MB · empty: 0 bytes, as a cloud gives for what it has not fetched · full: no room on this device · unreadable: the picked file vanished or changed · damaged:
 * storage gave back other bytes · cancelled: by `signal` · refused: the rules say no now. In every case nothing is
 * kept, not even half.
 */
export type AddedFile =
  | { added: true; fileId: Id }
  | { added: false; reason: 'too-large' | 'empty' | 'full' | 'unreadable' | 'damaged' | 'cancelled' }
  | { added: false; reason: 'refused'; refusal: Refusal };

/** The lock that says a file is being copied: whoever sweeps bytes leaves it alone. */
export function copyingLock(fileId: Id): string {
  return `oppdrag-copying-${fileId}`;
}

interface Places {
  readonly database: Handle<PersonDatabase>;
  readonly bytes: Handle<BytesDatabase>;
}

/**
 * Keeps a file on the device: copies its bytes, reads them back, compares the hash, and only then queues the command
 * that declares it, together with its upload. What was interrupted before that leaves only bytes that the next start
 * sweeps away.
 */
export async function addFile(ports: Ports, places: Places, picked: NewFile): Promise<AddedFile> {
  const file = { ...picked, name: cleanFileName(picked.name) };
  if (file.source.size === 0) return { added: false, reason: 'empty' };
  if (file.source.size > largestFile) return { added: false, reason: 'too-large' };
  const fileId = ports.random.id();
  const early = await predict(ports, places.database, declarationOf(file, fileId, '0'.repeat(64)));
  if (early !== null && !early.ok) return { added: false, reason: 'refused', refusal: early.refusal };

  return ports.locks.hold(copyingLock(fileId), { mode: 'exclusive' }, async (): Promise<AddedFile> => {
    const result = await keep(ports, places, file, fileId);
    if (!result.added) await freeBytes(places.bytes, [fileId]);
    return result;
  });
}

async function keep(ports: Ports, places: Places, file: NewFile, fileId: Id): Promise<AddedFile> {
  let copied: Copied;
  try {
    const progress = file.onProgress ?? (() => undefined);
    copied = await copyBytes(places.bytes, ports.timers, fileId, file.source, progress, file.signal);
    const read = await hashStored(places.bytes, ports.timers, fileId, copied.chunks, file.signal);
    if (read !== copied.sha256) return { added: false, reason: 'damaged' };
  } catch (error) {
    const reason = reasonOf(error, file.signal);
    if (reason === null) throw error;
    return { added: false, reason };
  }
  try {
    return await declare(ports, places.database, file, fileId, copied);
  } catch (error) {
    if (isFull(error)) return { added: false, reason: 'full' };
    throw error;
  }
}

async function declare(
  ports: Ports,
  database: Handle<PersonDatabase>,
  file: NewFile,
  fileId: Id,
  copied: Copied,
): Promise<AddedFile> {
  const fields = declarationOf(file, fileId, copied.sha256);
  const queued = await queueCommand(ports, database, fields, {
    beside: async (db, entry) => {
      await db.uploads.add({
        fileId,
        taskId: file.taskId,
        declareId: entry.id,
        purpose: file.purpose,
        folderId: file.folderId ?? null,
        checklistId: file.checklistId ?? null,
        questionId: file.questionId ?? null,
        name: entry.label,
        size: file.source.size,
        sha256: copied.sha256,
        type: file.type ?? '',
        chunks: copied.chunks,
        chunkSize: chunkBytes,
        order: entry.order,
        retries: 0,
        madeAt: entry.madeAt,
        task: entry.task,
        state: 'queued',
        offset: 0,
      });
    },
  });
  return queued.queued
    ? { added: true, fileId }
    : { added: false, reason: 'refused', refusal: queued.refusal };
}

function declarationOf(
  file: NewFile,
  fileId: Id,
  sha256: string,
): Extract<AnyCommandFields, { type: 'declare-file' }> {
  return {
    type: 'declare-file',
    taskId: file.taskId,
    fileId,
    purpose: file.purpose,
    folderId: file.folderId ?? null,
    checklistId: file.checklistId ?? null,
    questionId: file.questionId ?? null,
    name: file.name,
    size: file.source.size,
    sha256,
  };
}

function reasonOf(error: unknown, signal: AbortSignal | undefined) {
  if (signal?.aborted === true) return 'cancelled' as const;
  if (isFull(error)) return 'full' as const;
  if (error instanceof SourceUnreadableError) return 'unreadable' as const;
  if (error instanceof BytesLostError) return 'damaged' as const;
  return null;
}
