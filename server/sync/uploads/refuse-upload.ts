import type { AfterCommit } from '#server/consequences.ts';
import type { FileSituation } from '#server/sync/settle-file.ts';
import { byteRefusal, refuseFile, type FileRefusal } from '#shared/tasks/land-file.ts';

/** Why an ended file takes no bytes, as its declarer may know it now. `file.settled`: declare it again. */
export function endedRefusal({ file, situation, context }: FileSituation): FileRefusal {
  if (file.refusalCode === 'file.corrupt') return { code: 'file.corrupt' };
  if (file.refusalCode === 'file.program') return { code: 'file.program', name: file.name };
  return byteRefusal(situation, file.id, context) ?? { code: 'file.settled' };
}

/** Refuses an outstanding file: its reservation is given back and its bytes go with the commit. */
export async function refuseUpload(found: FileSituation, refusal: FileRefusal): Promise<AfterCommit> {
  const next = refuseFile(found.situation, found.file.id, refusal.code);
  return found.save(next, [{ type: 'files-refused', fileIds: [found.file.id] }]);
}
