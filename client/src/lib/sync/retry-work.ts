import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { RefusalCode } from '#shared/sync/outcome.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { AttentionItem } from '#lib/device/attention-item.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { appendEntry, snapshotOf } from '#lib/sync/append-entry.ts';
import type { EngineContext } from '#lib/sync/engine-context.ts';
import { decideHere } from '#lib/sync/fold.ts';
import { loadProspect, type Prospect } from '#lib/sync/prospect.ts';
import { toInstant } from '#lib/sync/to-instant.ts';
import { retryIdOf } from '#lib/sync/retry-id.ts';

/** Refusals that end when access returns. */
const byGrant: ReadonlySet<RefusalCode> = new Set([
  'task.closed',
  'task.not-found',
  'grant.ended',
  'grant.missing',
  'folder.not-found',
]);

/** A step the person may no longer want, or that is moot once the task is open: never repeated unasked. */
const onlyByHand: ReadonlySet<FieldCommand['type']> = new Set([
  'decline-task',
  'undo-complete',
  'request-reopening',
  'cancel-file',
]);

const moots: ReadonlySet<FieldCommand['type']> = new Set(['request-reopening', 'undo-complete']);

/** Device and server decide alike; should they ever differ, work goes round so often and then waits for the person. */
const mostRetries = 5;

/**
 * When access has returned, the same work goes again as new commands, in its first order, with the same files. Runs in
 * the transaction of the pull that brought the access, so that it happens once. Gives the number of new commands.
 */
export async function retryWork(context: EngineContext, db: PersonDatabase): Promise<number> {
  const items = await db.attention.where('status').anyOf('open', 'asked').sortBy('order');
  let minted = 0;
  for (const subject of subjectsOf(items)) {
    const prospect = await loadProspect(db, subject);
    if (prospect === null || !hasReturned(prospect, subject.taskId)) continue;
    const own = items.filter((item) => isAbout(item, subject));
    minted += await retrySubject(context, db, prospect, own);
  }
  return minted;
}

interface ItemSubject {
  readonly taskId: Id | null;
  readonly fileId: Id | null;
}

/** Each task once, and each file that belongs to none. */
function subjectsOf(items: readonly AttentionItem[]): ItemSubject[] {
  const subjects = new Map<string, ItemSubject>();
  for (const { taskId, fileId } of items) {
    const subject = { taskId, fileId: taskId === null ? fileId : null };
    subjects.set(`${subject.taskId}/${subject.fileId}`, subject);
  }
  return [...subjects.values()];
}

function isAbout(item: AttentionItem, subject: ItemSubject): boolean {
  return item.taskId === subject.taskId && (subject.taskId !== null || item.fileId === subject.fileId);
}

function hasReturned({ situation }: Prospect, taskId: Id | null): boolean {
  return taskId === null || (situation.task !== null && isOpen(situation.task.state));
}

async function retrySubject(
  context: EngineContext,
  db: PersonDatabase,
  prospect: Prospect,
  items: readonly AttentionItem[],
): Promise<number> {
  let { situation } = prospect;
  let minted = 0;
  for (const item of items) {
    if (!mayRetry(item, situation)) continue;
    const command = remake(context, item, situation);
    const decision = decideHere(situation, command, prospect.facts, command.madeAt);
    // Still the grant: not for this one. Any other refusal is the server's to give, with its true reason.
    if (!decision.ok && (item.taskId === null || byGrant.has(decision.refusal.code))) continue;
    if (decision.ok) situation = decision.next;
    await mint(context, db, item, command, situation);
    minted += 1;
  }
  await dismissMoot(db, items);
  return minted;
}

function mayRetry(item: AttentionItem, { task }: Situation): boolean {
  if (onlyByHand.has(item.command.type) || item.retries >= mostRetries) return false;
  if (byGrant.has(item.refusal.code)) return true;
  if (item.taskId === null) return false;
  const file = task?.files.find((one) => one.id === item.fileId);
  if (item.kind === 'upload' && file?.state === 'expired') return true;
  // It was refused because the files before it were: they stand in front of it again.
  return (
    item.refusal.code === 'task.files-missing' &&
    item.refusal.fileIds.every((id) => task?.files.some((file) => file.id === id && mayLand(file)))
  );
}

function mayLand(file: Pick<FileRecord, 'state'>): boolean {
  return isOutstanding(file) || file.state === 'available';
}

/** The same wish under a new id; a completion no longer names files that were discarded meanwhile. */
function remake(context: EngineContext, item: AttentionItem, { task }: Situation): FieldCommand {
  const { clock } = context.ports;
  const made = { id: retryIdOf(item.id), madeAt: toInstant(clock.now()), retryOf: item.id };
  if (item.command.type !== 'complete-task') return { ...item.command, ...made };
  const there = new Set(task?.files.filter(mayLand).map((file) => file.id));
  return { ...item.command, ...made, files: item.command.files.filter((id) => there.has(id)) };
}

async function mint(
  context: EngineContext,
  db: PersonDatabase,
  item: AttentionItem,
  command: FieldCommand,
  { task }: Situation,
): Promise<void> {
  const retries = item.retries + 1;
  // Refused once more in another profile's name, while the retry is already on its way here.
  if ((await db.outbox.where('id').equals(command.id).count()) > 0) {
    await db.attention.put({ ...item, status: 'retried' });
    return;
  }
  const entry = await appendEntry(db, () => context.ports.random.id(), command, {
    label: item.label,
    task: task === null ? item.task : snapshotOf(task),
    retries,
  });
  await db.attention.put({ ...item, status: 'retried' });
  const upload = item.fileId === null ? undefined : await db.uploads.get(item.fileId);
  if (upload !== undefined && upload.state !== 'lost') {
    const { id: declareId, order } = entry;
    await db.uploads.put({ ...upload, declareId, order, retries, state: 'queued', offset: 0 });
  }
}

/** A request to reopen or an undo that was refused has nothing left to ask for once the task is open. */
async function dismissMoot(db: PersonDatabase, items: readonly AttentionItem[]): Promise<void> {
  const moot = items.filter(({ command }) => moots.has(command.type));
  await db.attention.bulkPut(moot.map((item) => ({ ...item, status: 'discarded' as const })));
}
