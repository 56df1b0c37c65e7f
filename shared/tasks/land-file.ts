import { can } from '#shared/access/can.ts';
import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import { accept, refuse, type Decision } from '#shared/kernel/decision.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { columnsIn, isMember, reachesBuilding } from '#shared/people/actor.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { refusalOf, type TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';

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
 * declared it. null: they may. In a Completing task only the files its completion named may land; a Completed task
 * accepts nothing. `context.former` is not asked: a former executor's bytes never land.
 */
export function byteRefusal(situation: Situation, fileId: Id, context: TaskContext): TaskRefusal | null {
  const file = fileIn(situation, fileId);
  if (file === null || file.declaredBy !== context.actor.personId) return { code: 'file.not-found' };
  const { task } = situation;
  if (task !== null && task.state === 'completing') {
    return task.expectedFiles.includes(file.id) ? null : closed(task);
  }
  if (task !== null) {
    const action = file.purpose === 'answer-photo' ? 'fill-task-checklist' : 'attach-to-task';
    return refusalOf(action, task, context);
  }
  const { folder, actor } = context;
  if (folder === null) return { code: 'folder.not-found' };
  const facts = {
    t: isMember(actor, folder.tenantId),
    b: reachesBuilding(actor, folder.tenantId, folder.buildingId),
    z: true,
    q: true,
  };
  return can('upload-to-archive', columnsIn(actor, folder.tenantId), facts)
    ? null
    : { code: 'grant.ended', at: null };
}

function closed(task: NonNullable<Situation['task']>): TaskRefusal {
  return { code: 'task.closed', state: task.state, at: task.closedAt, byName: task.completedByName };
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
  if (file === null) return refuse({ code: 'file.not-found' });
  if (file.state === 'available') return accept(situation);
  if (!isOutstanding(file)) return refuse({ code: 'file.settled' });
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
