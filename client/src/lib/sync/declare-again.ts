import type { Id } from '#shared/kernel/ids.ts';
import { isUnsettled, type AttentionItem } from '#lib/device/attention-item.ts';
import type { AnyCommandFields } from '#lib/sync/command-fields.ts';
import type { OwnPlaces } from '#lib/sync/own-places.ts';
import { queueCommand, type Beside, type Queued } from '#lib/sync/queue-command.ts';

/**
 * Sends a refused thing again as a new command, because the person says so (there is room again, the app was mended,
 * the task is open). Refused here where the rules still say no.
 */
export async function sendAgain(places: OwnPlaces, itemId: Id): Promise<Queued | null> {
  const item = await findUnsettled(places, itemId);
  if (item === null) return null;
  const { id: _id, madeAt: _madeAt, retryOf: _retryOf, ...fields } = item.command;
  return queueInstead(places, item, fields);
}

/**
 * Files a refused upload under another open task of the person's in the same building: the same bytes, a new
 * declaration. A photo of an answer becomes an attachment, since the question belongs to the first task.
 */
export async function fileUnder(places: OwnPlaces, itemId: Id, taskId: Id): Promise<Queued | null> {
  const item = await findUnsettled(places, itemId);
  if (item?.command.type !== 'declare-file') return null;
  const { id: _id, madeAt: _madeAt, retryOf: _retryOf, ...fields } = item.command;
  const inArchive = fields.purpose === 'archive';
  return queueInstead(places, item, {
    ...fields,
    taskId,
    purpose: inArchive ? 'archive' : 'task-attachment',
    checklistId: null,
    questionId: null,
  });
}

async function findUnsettled({ database }: OwnPlaces, itemId: Id): Promise<AttentionItem | null> {
  const item = await database.use((db) => db.attention.get(itemId));
  return item !== undefined && isUnsettled(item) ? item : null;
}

function queueInstead(places: OwnPlaces, item: AttentionItem, fields: AnyCommandFields): Promise<Queued> {
  const beside: Beside = async (db, entry) => {
    await db.attention.put({ ...item, status: 'retried' });
    const upload = item.fileId === null ? undefined : await db.uploads.get(item.fileId);
    if (upload === undefined || entry.command.type !== 'declare-file') return;
    const { taskId, purpose, folderId, checklistId, questionId } = entry.command;
    await db.uploads.put({
      ...upload,
      ...{ taskId, purpose, folderId, checklistId, questionId },
      declareId: entry.id,
      order: entry.order,
      task: entry.task,
      state: 'queued',
      offset: 0,
    });
  };
  return queueCommand(places.ports, places.database, fields, { retryOf: item.id, beside });
}
