import type { Instant } from '#shared/kernel/instant.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';

/** So long, and so many at the most. A restore reaches no further back than this without the office knowing. */
const keepFor = 7 * 24 * 60 * 60_000;
const keepMost = 5_000;

/** Keeps applied commands as they are settled, in the running transaction. */
export async function journal(
  db: PersonDatabase,
  applied: readonly OutboxEntry[],
  settledAt: Instant,
): Promise<void> {
  await db.sent.bulkPut(applied.map(({ seq: _, outcome: __, ...entry }) => ({ ...entry, settledAt })));
}

/** Forgets what was settled long ago, in the running transaction. */
export async function forgetSent(db: PersonDatabase, now: number): Promise<void> {
  await db.sent
    .where('settledAt')
    .below(new Date(now - keepFor).toISOString())
    .delete();
  const over = (await db.sent.count()) - keepMost;
  if (over > 0) await db.sent.orderBy('order').limit(over).delete();
}

/**
 * The server was restored to an earlier point: what it had lately acknowledged goes again, before what waits, in its
 * first order and under the same ids, so that nothing counts twice. Numbers go on from the device's own; the server
 * asks for earlier ones where it expects them. Declarations stay out: their bytes have gone, and the files the server
 * keeps are not part of its database.
 */
export async function offerAgain(db: PersonDatabase): Promise<void> {
  const sequence = await readMeta(db.meta, 'sequence');
  const kept = (await db.sent.orderBy('order').toArray()).filter(
    ({ command }) => command.type !== 'declare-file' && command.type !== 'cancel-file',
  );
  if (sequence === undefined || kept.length === 0) return;
  const waiting = await db.outbox.orderBy('seq').toArray();
  const entries = [
    ...kept.map(({ settledAt: _, ...entry }) => ({ ...entry, seq: 0, outcome: null })),
    ...waiting,
  ];
  await db.outbox.clear();
  await db.outbox.bulkAdd(entries.map((entry, at) => ({ ...entry, seq: sequence.nextSeq + at })));
  await db.sent.clear();
  await writeMeta(db.meta, 'sequence', {
    ...sequence,
    nextSeq: sequence.nextSeq + entries.length,
    ackedSeq: sequence.nextSeq - 1,
  });
}
