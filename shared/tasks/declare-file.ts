import { z } from 'zod/mini';
import {
  fileNameSchema,
  filePurposeSchema,
  isOutstanding,
  largestFile,
  sha256Schema,
} from '#shared/files/file.ts';
import type { FileRecord } from '#shared/files/file.ts';
import { isProgramName } from '#shared/files/program-names.ts';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { SituationRule } from '#shared/tasks/situation.ts';
import { commandFields } from '#shared/tasks/task-command.ts';
import { partyOf, type TaskContext } from '#shared/tasks/task-context.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';
import type { Task } from '#shared/tasks/task.ts';
import { uploadRefusal } from '#shared/tasks/upload-refusal.ts';

export const declareFileSchema = z.strictObject({
  type: z.literal('declare-file'),
  ...commandFields,
  /** The open task it belongs to; null only for archive uploads of staff and ad hoc users. */
  taskId: z.nullable(idSchema),
  fileId: idSchema,
  purpose: filePurposeSchema,
  /** The archive folder, for purpose `archive`. */
  folderId: z.nullable(idSchema),
  /** The question, for purpose `answer-photo`. */
  checklistId: z.nullable(idSchema),
  questionId: z.nullable(idSchema),
  name: fileNameSchema,
  /** Bytes. */
  size: z.int().check(z.minimum(0), z.maximum(largestFile)),
  /** SHA-256 of the bytes as the device read them, in hex; the server verifies it before the file is available. */
  sha256: sha256Schema,
});
export type DeclareFile = z.infer<typeof declareFileSchema>;

/**
 * Announces a file before its bytes: grant, open task, folder, name and quota are judged here, and again at every byte
 * and at the end. An upload that names a completed task is refused, whatever other task is open. A refused file may be
 * declared again, also for another open task of the tenant; declaring the same thing twice changes nothing.
 */
export const declareFile: SituationRule<DeclareFile> = (situation, command, context) => {
  if (command.taskId !== null && situation.task === null) return refuse({ code: 'task.not-found' });
  const refusal =
    uploadRefusal(command.purpose, situation.task, context) ?? placeRefusal(situation.task, command, context);
  if (refusal !== null) return refuse(refusal);

  const known = context.file;
  const place = placeOf(command);
  if (known !== null) {
    const same = known.sha256 === command.sha256 && known.size === command.size;
    const strange = known.declaredBy !== context.actor.personId || isAbroad(situation.task, context);
    if (strange || !same) return refuse({ code: 'file.differs' });
    if (isOutstanding(known) || known.state === 'available') {
      const here = situation.task === null ? situation.file !== null : isIn(situation.task, known);
      return here && isSamePlace(known, place) ? accept(situation) : refuse({ code: 'file.differs' });
    }
  }
  if (isProgramName(command.name)) return refuse({ code: 'file.program', name: command.name });
  if (command.size > context.quotaLeft) {
    return refuse({ code: 'quota.full', free: Math.max(0, context.quotaLeft) });
  }

  const file: FileRecord = {
    id: command.fileId,
    ...place,
    name: command.name,
    size: command.size,
    sha256: command.sha256,
    type: null,
    declaredBy: context.actor.personId,
    declaredByName: context.actor.name,
    partyId: situation.task === null ? context.actor.personId : partyOf(context.actor, situation.task),
    declaredAt: context.now,
    availableAt: null,
    state: 'declared',
    refusalCode: null,
    approval: command.purpose === 'archive' ? 'awaiting' : null,
  };
  const events = [{ type: 'file-declared', fileId: file.id, size: file.size } as const];
  if (situation.task === null) return accept({ task: null, file }, events);
  const files = [...situation.task.files.filter((one) => one.id !== file.id), file];
  return accept({ task: { ...situation.task, files }, file: null }, events);
};

/** What one tenant refused is no file of another's. */
function isAbroad(task: Task | null, { folder, fileTenantId }: TaskContext): boolean {
  return fileTenantId !== undefined && fileTenantId !== (task ?? folder)?.tenantId;
}

type Place = Pick<FileRecord, 'purpose' | 'folderId' | 'checklistId' | 'questionId'>;

/** Only what the purpose asks for is taken from the command: a photo of a task has no folder, whatever was sent. */
function placeOf(command: DeclareFile): Place {
  const { purpose } = command;
  return {
    purpose,
    folderId: purpose === 'archive' ? command.folderId : null,
    checklistId: purpose === 'answer-photo' ? command.checklistId : null,
    questionId: purpose === 'answer-photo' ? command.questionId : null,
  };
}

function isSamePlace(file: Place, place: Place): boolean {
  return (
    file.purpose === place.purpose &&
    file.folderId === place.folderId &&
    file.checklistId === place.checklistId &&
    file.questionId === place.questionId
  );
}

function isIn(task: Task, file: FileRecord): boolean {
  return task.files.some((one) => one.id === file.id);
}

function placeRefusal(task: Task | null, command: DeclareFile, context: TaskContext): TaskRefusal | null {
  if (command.purpose === 'archive') {
    const { folder } = context;
    if (folder === null || folder.id !== command.folderId) return { code: 'folder.not-found' };
    return task !== null && folder.buildingId !== task.buildingId ? { code: 'folder.not-found' } : null;
  }
  if (command.purpose === 'answer-photo') {
    const checklist = task?.checklists.find((one) => one.id === command.checklistId);
    if (checklist === undefined) return { code: 'checklist.not-found' };
    if (checklist.deliveredAt !== null) return { code: 'checklist.delivered', at: checklist.deliveredAt };
    const asked = checklist.questions.some((question) => question.id === command.questionId);
    return asked ? null : { code: 'question.not-found' };
  }
  return null;
}
