import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { SyncRecord } from '#shared/sync/record.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import type { UploadRow } from '#lib/device/upload-row.ts';
import type { PlannedChanges } from '#lib/sync/plan-changes.ts';
import { keepRefusedUpload } from '#lib/sync/refused-upload.ts';

/**
 * Reads in a pull's records what became of this device's uploads, in the running transaction. Available: the upload
 * goes, and its id is returned, so that its bytes are freed after the commit; nothing else frees bytes unasked
 * (invariant 36). Refused, expired or cancelled elsewhere: it moves to attention.
 */
export async function settleUploads(db: PersonDatabase, plan: PlannedChanges, now: Instant): Promise<Id[]> {
  const uploads = new Map((await db.uploads.toArray()).map((row) => [row.fileId, row]));
  if (uploads.size === 0) return [];
  const freed: Id[] = [];
  for (const { record, file } of filesIn(plan)) {
    const upload = uploads.get(file.id);
    if (upload === undefined || upload.sha256 !== file.sha256) continue;
    if (file.state === 'available') {
      await db.uploads.delete(file.id);
      uploads.delete(file.id);
      freed.push(file.id);
    } else if (isOver(file) && isUnderway(upload) && isHere(record, upload)) {
      await keepRefusedUpload(db, upload, refusalIn(record, file), now);
      uploads.delete(file.id);
    }
  }
  return freed;
}

function* filesIn(plan: PlannedChanges): Generator<{ record: SyncRecord; file: FileRecord }> {
  for (const puts of plan.puts.values()) {
    for (const { record } of puts.values()) {
      if (record.kind === 'own-file') yield { record, file: record.body };
      if (record.kind === 'task' || record.kind === 'past-task') {
        for (const file of record.body.files) yield { record, file };
      }
    }
  }
}

function isOver(file: FileRecord): boolean {
  return file.state === 'refused' || file.state === 'expired' || file.state === 'cancelled';
}

/** A queued one is being declared anew: the record still tells of the last time. */
function isUnderway(upload: UploadRow): boolean {
  return upload.state === 'declared' || upload.state === 'landed';
}

/** A file that was filed under another task stands refused in the first one for ever. */
function isHere(record: SyncRecord, upload: UploadRow): boolean {
  return record.kind === 'own-file' ? upload.taskId === null : upload.taskId === record.id;
}

/** The refusal with the facts its sentence needs, as far as the record tells them. */
function refusalIn(record: SyncRecord, file: FileRecord): Refusal {
  const code = file.refusalCode ?? 'file.settled';
  if (code === 'task.closed' && record.kind === 'task') {
    const { state, closedAt, completedByName } = record.body;
    return { code, state, at: closedAt, byName: completedByName };
  }
  if (code === 'task.closed' && record.kind === 'past-task') {
    const { state, endedAt, completedByName } = record.body;
    return { code, state, at: endedAt, byName: completedByName };
  }
  if (code === 'grant.ended') {
    return { code, at: record.kind === 'past-task' ? record.body.endedAt : null };
  }
  if (code === 'file.program') return { code, name: file.name };
  return { code } as Refusal;
}
