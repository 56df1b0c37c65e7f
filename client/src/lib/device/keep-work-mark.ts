import type { Id } from '#shared/kernel/ids.ts';
import type { DeviceDatabase } from '#lib/device/device-database.ts';
import type { Handle } from '#lib/device/open-database.ts';
import { workMarkSchema, type Marks, type WorkMark } from '#lib/device/work-mark.ts';

function keyOf(personId: Id): `work:${string}` {
  return `work:${personId}`;
}

/** Notes in two places what work lies here; with none, that a database of this person exists. */
export async function markWork(
  marks: Marks,
  device: Handle<DeviceDatabase>,
  personId: Id,
  mark: WorkMark,
): Promise<void> {
  marks.write(`oppdrag-${keyOf(personId)}`, JSON.stringify(mark));
  await device.use((db) => db.facts.put({ key: keyOf(personId), value: mark }));
}

/** Forgets the mark: the work was given up on purpose. */
export async function unmarkWork(marks: Marks, device: Handle<DeviceDatabase>, personId: Id): Promise<void> {
  marks.remove(`oppdrag-${keyOf(personId)}`);
  await device.use((db) => db.facts.delete(keyOf(personId)));
}

/** The newest mark that either place still has, or null. */
export async function readWorkMark(
  marks: Marks,
  device: Handle<DeviceDatabase>,
  personId: Id,
): Promise<WorkMark | null> {
  const row = await device.use((db) => db.facts.get(keyOf(personId)));
  const kept = [parseMark(marks.read(`oppdrag-${keyOf(personId)}`)), checkMark(row?.value)];
  return kept.filter((mark) => mark !== null).sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

/** How many unsent things the marks on this device speak of, whoever made them. */
export async function countMarkedWork(device: Handle<DeviceDatabase>): Promise<number> {
  const rows = await device.use((db) => db.facts.where('key').startsWith('work:').toArray());
  return rows.reduce((sum, row) => {
    const mark = checkMark(row.value);
    return sum + (mark ? mark.commands + mark.files.length : 0);
  }, 0);
}

function parseMark(text: string | null): WorkMark | null {
  if (text === null) return null;
  try {
    return checkMark(JSON.parse(text));
  } catch {
    // Not ours, or torn while it was written: the other copy decides.
    return null;
  }
}

function checkMark(value: unknown): WorkMark | null {
  const mark = workMarkSchema.safeParse(value);
  return mark.success ? mark.data : null;
}
