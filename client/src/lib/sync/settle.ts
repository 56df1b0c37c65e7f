import type { Instant } from '#shared/kernel/instant.ts';
import type { Outcome, Refusal } from '#shared/sync/outcome.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { AttentionItem } from '#lib/device/attention-item.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { releaseUploads } from '#lib/sync/release-uploads.ts';
import { journal } from '#lib/sync/sent-journal.ts';

/**
 * Settles what a pull's snapshot contains, in the same transaction as its records: applied entries leave the queue as
 * their effects arrive (no flicker), refused ones move whole to attention, each exactly once. Until then both are shown
 * as they were made, with their status, so that the view changes once and together with what explains it. An outcome
 * that a push brought counts once the snapshot has reached its number. Gives false where an outcome belongs to another command:
 * two profiles share this device's id.
 */
export async function settle(
  db: PersonDatabase,
  acks: { nextSeq: number; outcomes: readonly Outcome[] },
  now: Instant,
): Promise<boolean> {
  const outcomes = new Map(acks.outcomes.map((outcome) => [outcome.seq, outcome]));
  const reached = await db.outbox.where('seq').below(acks.nextSeq).toArray();
  let own = true;
  const done: number[] = [];
  const applied: OutboxEntry[] = [];
  for (const entry of reached) {
    const outcome = outcomes.get(entry.seq) ?? entry.outcome;
    if (outcome === null) continue;
    if (outcome.id !== entry.id) {
      own = false;
      continue;
    }
    done.push(entry.seq);
    if (outcome.status === 'applied') applied.push({ ...entry, outcome });
    else await keepRefused(db, entry, outcome.refusal as Refusal, now);
  }
  await releaseUploads(db, applied);
  await journal(db, applied, now);
  await db.outbox.bulkDelete(done);
  const sequence = await readMeta(db.meta, 'sequence');
  if (sequence === undefined) return own;
  const first = (await db.outbox.orderBy('seq').first())?.seq ?? sequence.nextSeq;
  if (first - 1 !== sequence.ackedSeq) {
    await writeMeta(db.meta, 'sequence', { ...sequence, ackedSeq: first - 1 });
  }
  return own && acks.nextSeq <= sequence.nextSeq;
}

async function keepRefused(db: PersonDatabase, entry: OutboxEntry, refusal: Refusal, now: Instant) {
  const { command } = entry;
  const fileId = command.type === 'declare-file' ? command.fileId : null;
  const upload = fileId === null ? undefined : await db.uploads.get(fileId);
  if (upload?.declareId === entry.id && upload.state !== 'lost') {
    await db.uploads.put({ ...upload, state: 'refused' });
  }
  if (command.type === 'request-reopening') {
    // The request was refused: what it spoke of still waits for the person.
    await db.attention
      .filter((item) => item.askedBy === entry.id && item.status === 'asked')
      .modify({ status: 'open', askedBy: null });
  }
  await db.attention.put({
    id: entry.id,
    kind: 'command',
    taskId: entry.taskId,
    fileId,
    command,
    refusal,
    task: entry.task,
    label: entry.label,
    order: entry.order,
    retries: entry.retries,
    madeAt: entry.madeAt,
    at: now,
    // Taking back what the server no longer knows: told, but nothing is left to do.
    status: command.type === 'cancel-file' ? 'discarded' : 'open',
    askedBy: null,
  } satisfies AttentionItem);
}
