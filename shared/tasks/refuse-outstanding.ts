import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';

/**
 * Turns files that may no longer land into refused ones: the outstanding files of `parties` (null: of everybody), but
 * those in `except`. The event has their bytes deleted at once.
 */
export function refuseOutstanding(
  files: readonly FileRecord[],
  refusalCode: 'task.closed' | 'grant.ended',
  parties: readonly Id[] | null,
  except: readonly Id[] = [],
): { files: FileRecord[]; events: TaskEvent[] } {
  const ends = (file: FileRecord) =>
    isOutstanding(file) && (parties === null || parties.includes(file.partyId)) && !except.includes(file.id);
  const ended = files.filter(ends).map((file) => file.id);
  return {
    files: files.map((file) => (ends(file) ? { ...file, state: 'refused' as const, refusalCode } : file)),
    events: ended.length === 0 ? [] : [{ type: 'files-refused', fileIds: ended }],
  };
}
