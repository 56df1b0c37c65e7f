import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import { accept, refuse, type Decision } from '#shared/kernel/decision.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import type { Task } from '#shared/tasks/task.ts';
import { uploadRefusal } from '#shared/tasks/upload-refusal.ts';

/** What the check of the bytes found. `type` is what they were sniffed as, null where unknown (opaque). */
export interface VerifiedBytes {
  readonly sha256: string;
  readonly size: number;
  readonly type: string | null;
  readonly program: boolean;
}

/** Why bytes or their end are refused besides the grant. */
export type FileRefusal =
  | TaskRefusal
  /** The bytes that arrived are not the ones that were declared. */
  | { code: 'file.corrupt' };

export type FileRefusalCode = FileRefusal['code'];

/**
 * Whether bytes of this file may land now, asked at every upload request and again at the end, for the person who
 * declared it. null: they may. In a Completing task only the files its completion named may land, judged as if the
 * task were still open; a Completed task accepts nothing, and a former executor's bytes never land.
 */
export function byteRefusal(situation: Situation, fileId: Id, context: TaskContext): TaskRefusal | null {
  const file = fileIn(situation, fileId);
  if (file === null || file.declaredBy !== context.actor.personId) return { code: 'file.not-found' };
  const refusal = grantRefusal(situation.task, file, context);
  if (refusal !== null) return refusal;
  return isOutstanding(file) ? null : { code: 'file.settled' };
}

function grantRefusal(task: Task | null, file: FileRecord, context: TaskContext): TaskRefusal | null {
  if (task !== null) {
    const expected = task.state === 'completing' && task.expectedFiles.includes(file.id);
    const judged: Task = expected ? { ...task, state: 'in-progress' } : task;
    return uploadRefusal(file.purpose, judged, context);
  }
  if (context.folder === null) return { code: 'folder.not-found' };
  return uploadRefusal('archive', null, context) === null ? null : { code: 'grant.ended', at: null };
}

function fileIn(situation: Situation, fileId: Id): FileRecord | null {
  if (situation.task !== null) return situation.task.files.find((one) => one.id === fileId) ?? null;
  return situation.file?.id === fileId ? situation.file : null;
}

/**
 * The verdict when all bytes are here: the grant once more, then hash, size and content. Accepted: the file is
 * available, and a Completing task that waited for nothing else is Completed. Decided under the same locks as
 * commands, so that completing and landing cannot overlap.
 */
export function landFile(
  situation: Situation,
  fileId: Id,
  bytes: VerifiedBytes,
  context: TaskContext,
): Decision<Situation, FileRefusal, TaskEvent> {
  const file = fileIn(situation, fileId);
  if (file === null || file.declaredBy !== context.actor.personId) return refuse({ code: 'file.not-found' });
  if (file.state === 'available') return accept(situation);
  const refusal = byteRefusal(situation, fileId, context);
  if (refusal !== null) return refuse(refusal);
  if (bytes.sha256 !== file.sha256 || bytes.size !== file.size) return refuse({ code: 'file.corrupt' });
  if (bytes.program) return refuse({ code: 'file.program', name: file.name });

  const landed: FileRecord = { ...file, state: 'available', type: bytes.type, availableAt: context.now };
  const { task } = situation;
  if (task === null) return accept({ task: null, file: landed });
  const expectedFiles = task.expectedFiles.filter((id) => id !== file.id);
  const done = task.state === 'completing' && expectedFiles.length === 0;
  const next = {
    ...task,
    files: task.files.map((one) => (one.id === file.id ? landed : one)),
    expectedFiles,
    state: done ? ('completed' as const) : task.state,
  };
  return accept({ task: next, file: null }, done ? [{ type: 'task-completed', taskId: task.id }] : []);
}

/**
 * The situation after bytes were refused: the file is refused with its code. A Completing task goes on waiting for it
 * (staff and supplier are told; staff return the task or force its completion).
 */
export function refuseFile(situation: Situation, fileId: Id, code: FileRefusalCode): Situation {
  const turn = (file: FileRecord): FileRecord =>
    file.id === fileId && isOutstanding(file) ? { ...file, state: 'refused', refusalCode: code } : file;
  return {
    task: situation.task && { ...situation.task, files: situation.task.files.map(turn) },
    file: situation.file && turn(situation.file),
  };
}
