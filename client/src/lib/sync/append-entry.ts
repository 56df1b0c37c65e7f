import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Task } from '#shared/tasks/task.ts';
import type { Meta } from '#lib/device/meta.ts';
import { readMeta, writeMeta } from '#lib/device/meta.ts';
import type { OutboxEntry, TaskSnapshot } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';

/** The device's place in the protocol; a database that has none yet gets one, under a new device id. */
export async function readSequence(db: PersonDatabase, newDeviceId: () => Id): Promise<Meta['sequence']> {
  const known = await readMeta(db.meta, 'sequence');
  if (known !== undefined) return known;
  const fresh = { deviceId: newDeviceId(), nextSeq: 1, nextOrder: 1, ackedSeq: 0 };
  await writeMeta(db.meta, 'sequence', fresh);
  return fresh;
}

/**
 * Puts a command at the end of the queue, in the running transaction: number and entry are written together or not
 * at all.
 */
export async function appendEntry(
  db: PersonDatabase,
  newDeviceId: () => Id,
  command: FieldCommand,
  about: { label: string; task: TaskSnapshot | null; retries?: number },
): Promise<OutboxEntry> {
  const sequence = await readSequence(db, newDeviceId);
  const entry: OutboxEntry = {
    seq: sequence.nextSeq,
    order: sequence.nextOrder,
    id: command.id,
    taskId: command.taskId,
    command,
    madeAt: command.madeAt,
    label: about.label,
    task: about.task,
    retries: about.retries ?? 0,
    outcome: null,
  };
  await db.outbox.add(entry);
  await writeMeta(db.meta, 'sequence', {
    ...sequence,
    nextSeq: sequence.nextSeq + 1,
    nextOrder: sequence.nextOrder + 1,
  });
  return entry;
}

/** What a task is called, to be kept beside the work. */
export function snapshotOf(task: Task): TaskSnapshot {
  return {
    taskId: task.id,
    number: task.number,
    title: task.title,
    tenantName: task.tenantName,
    buildingId: task.buildingId,
  };
}
