import { createHash } from 'node:crypto';
import { isOutstanding } from '#shared/files/file.ts';
import type { SimulatedWorld } from '../world.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Report } from './violation.ts';

/** Each command counts once (16), in its device's order (17), together with its effect (18); no fault is a refusal (22). */
export function checkCommands(world: SimulatedWorld, facts: ServerFacts, report: Report): void {
  const words = new Map<string, number>();
  for (const { text } of facts.comments) words.set(text, (words.get(text) ?? 0) + 1);
  for (const [text, times] of words) if (times > 1) report(16, `"${text}" stands ${times} times`);

  const comments = new Set(facts.comments.map((comment) => comment.id));
  const firsts = facts.log.filter((line) => !line.duplicate);
  const seen = new Set<string>();
  for (const { personId, commandId } of firsts) {
    const key = `${personId} ${commandId}`;
    if (seen.has(key)) report(16, `command ${commandId} was logged as the first twice`);
    seen.add(key);
  }
  for (const [key, { type, status, code }] of facts.outcomes) {
    const id = key.split(' ')[1] ?? '';
    if (type === 'add-comment' && (status === 'applied') !== comments.has(id)) {
      report(18, `comment ${id} was ${status}, and is ${comments.has(id) ? '' : 'not '}there`);
    }
    if (code === 'command.failed' || code === 'command.invalid')
      report(22, `${type} ${id} was refused: ${code}`);
  }
  checkOrder(facts, report);
  for (const failure of world.server.failures) report(22, `the server failed: ${failure.slice(0, 600)}`);
}

function checkOrder({ log, devices }: ServerFacts, report: Report): void {
  const byDevice = Map.groupBy(
    log.filter((line) => line.deviceId !== null),
    (line) => line.deviceId ?? '',
  );
  for (const [deviceId, lines] of byDevice) {
    const seqs = lines.map((line) => line.seq);
    if (!seqs.every((seq, at) => seq === at + 1))
      report(17, `device ${deviceId} was applied as ${seqs.join()}`);
    if (devices.get(deviceId) !== lines.length + 1) report(18, `device ${deviceId} stands at another number`);
  }
}

/** Bytes: what is available is what was declared, on disk (32, 33); a closed task took nothing afterwards (29, 37). */
export async function checkFiles(world: SimulatedWorld, facts: ServerFacts, report: Report): Promise<void> {
  for (const file of facts.files.values()) {
    const task = file.taskId === null ? undefined : facts.tasks.get(file.taskId);
    const isClosed = task !== undefined && ['completed', 'approved', 'cancelled'].includes(task.state);
    if (isClosed && isOutstanding(file))
      report(31, `file ${file.id} is ${file.state} in a task that is ${task.state}`);
    if (file.state !== 'available') continue;
    const { size, sha256 } = await hashKept(world, file.storageKey);
    if (size !== file.size || sha256 !== file.sha256) report(32, `file ${file.id} is not what was declared`);
    const late =
      isClosed && task.closedAt !== null && task.state !== 'cancelled' && isAfter(file.availableAt, task);
    if (late) report(29, `file ${file.id} landed in a task that was over`);
    const after = isClosed && task.completedAt !== null && isLater(file.declaredAt, task.completedAt);
    if (after) report(29, `file ${file.id} was declared in a task that was over`);
  }
}

/** The last file of a Completing task closes it: at that very moment it may land. */
function isAfter(availableAt: string | null, task: { closedAt: string | null; completedAt: string | null }) {
  // `closed_at` of a task that waited for files is its completion; the files it named may come later.
  return (
    availableAt !== null && task.completedAt === null && isLater(availableAt, task.closedAt ?? availableAt)
  );
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}

async function hashKept({ server }: SimulatedWorld, key: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const part of await server.deps.store.read(key)) {
      const bytes = part as Buffer;
      hash.update(bytes);
      size += bytes.length;
    }
  } catch {
    return { size: -1, sha256: '' };
  }
  return { size, sha256: hash.digest('hex') };
}
