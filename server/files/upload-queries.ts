import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { FileState } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** Where the bytes of a file are and how far they have come; what `FileRecord` does not tell. */
export interface Upload {
  readonly fileId: Id;
  readonly tenantId: Id;
  readonly taskId: Id | null;
  readonly declaredBy: Id;
  readonly state: FileState;
  readonly size: number;
  readonly storageKey: string;
  /** The address that takes bytes; null before the first session and after an end. */
  readonly uploadId: string | null;
  readonly restarted: boolean;
  /** When bytes last came, to the hour; the declaration before the first. */
  readonly progressAt: Instant;
}

/** Progress is noted this often: each note is a change of the task for everybody who has it. */
export const progressEvery = 3_600_000;

const outstanding: readonly FileState[] = ['declared', 'receiving', 'received'];
const ended: readonly FileState[] = ['refused', 'cancelled', 'expired'];

function selectUploads(db: Kysely<Database>) {
  return db
    .selectFrom('files')
    .select([
      'id as fileId',
      'tenant_id as tenantId',
      'task_id as taskId',
      'declared_by as declaredBy',
      'state',
      sql<number>`size::float8`.as('size'),
      'storage_key as storageKey',
      'upload_id as uploadId',
      'restarted',
      sql<Instant>`iso(coalesce(progress_at, declared_at))`.as('progressAt'),
    ]);
}

export async function findUpload(db: Kysely<Database>, fileId: Id): Promise<Upload | undefined> {
  return selectUploads(db).where('id', '=', fileId).executeTakeFirst();
}

/** By an address that takes bytes, or that did: then `uploadId` is another. */
export async function findUploadByAddress(
  db: Kysely<Database>,
  uploadId: string,
): Promise<Upload | undefined> {
  return selectUploads(db)
    .where((eb) => eb.or([eb('upload_id', '=', uploadId), eb('ended_upload_id', '=', uploadId)]))
    .orderBy(sql`upload_id is not distinct from ${uploadId}`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The upload with its row locked: after the task's row and its anchors. */
export async function lockUpload(trx: Transaction<Database>, fileId: Id): Promise<Upload | undefined> {
  return selectUploads(trx).where('id', '=', fileId).forNoKeyUpdate().executeTakeFirst();
}

/** Files whose bytes may still come, with an address or without. */
export async function listOutstandingUploads(db: Kysely<Database>): Promise<Upload[]> {
  return selectUploads(db).where('state', 'in', outstanding).orderBy('declared_at').execute();
}

/** Ended files that still have bytes to be removed. */
export async function listUploadsToRemove(db: Kysely<Database>): Promise<Upload[]> {
  return selectUploads(db).where('state', 'in', ended).where('upload_id', 'is not', null).execute();
}

/** Gives the file a new address; the one before, if any, is over. */
export async function beginUpload(trx: Transaction<Database>, fileId: Id, uploadId: string): Promise<void> {
  await trx
    .updateTable('files')
    .set({ upload_id: uploadId, ended_upload_id: sql`coalesce(upload_id, ended_upload_id)` })
    .where('id', '=', fileId)
    .execute();
}

/** Ends the address: bytes sent there are refused from now on. */
export async function endUpload(trx: Transaction<Database>, fileId: Id): Promise<void> {
  await trx
    .updateTable('files')
    .set({ upload_id: null, ended_upload_id: sql`coalesce(upload_id, ended_upload_id)` })
    .where('id', '=', fileId)
    .execute();
}

/** Notes that bytes are coming, or that all are here. */
export async function noteProgress(
  trx: Transaction<Database>,
  fileId: Id,
  state: 'receiving' | 'received',
  now: Instant,
): Promise<void> {
  await trx
    .updateTable('files')
    .set({ state, progress_at: now })
    .where('id', '=', fileId)
    .where('state', 'in', outstanding)
    .execute();
}

/** Back to the beginning, with no bytes and no address. `restarted` is the one second chance after a wrong hash. */
export async function startAgain(
  trx: Transaction<Database>,
  fileId: Id,
  restarted: boolean,
  now: Instant,
): Promise<void> {
  await endUpload(trx, fileId);
  await trx
    .updateTable('files')
    .set({ state: 'declared', restarted, progress_at: now })
    .where('id', '=', fileId)
    .where('state', 'in', outstanding)
    .execute();
}

/** Ends an outstanding file that nobody decides about any more; false when it had been settled meanwhile. */
export async function endFile(
  trx: Transaction<Database>,
  fileId: Id,
  end: { state: 'refused'; refusalCode: string } | { state: 'expired'; refusalCode: null },
): Promise<boolean> {
  const row = await trx
    .updateTable('files')
    .set({ state: end.state, refusal_code: end.refusalCode })
    .where('id', '=', fileId)
    .where('state', 'in', outstanding)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
