import type { Id } from '#shared/kernel/ids.ts';

/** The address of an archive or of a folder in it; `taskId` is the task one came from, and uploads name it. */
export function archiveAddress(buildingId: Id, folderId: Id | null, taskId: Id | null): string {
  const query = new URLSearchParams();
  if (folderId !== null) query.set('folder', folderId);
  if (taskId !== null) query.set('task', taskId);
  const asked = query.toString();
  return `/archive/${buildingId}${asked === '' ? '' : `?${asked}`}`;
}
