import type { Id } from '#shared/kernel/ids.ts';
import { fieldCommandSchema, type FieldCommand } from '#shared/sync/field-command.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import type { SituationDecision } from '#shared/tasks/situation.ts';
import type { Handle } from '#lib/device/open-database.ts';
import type { OutboxEntry } from '#lib/device/outbox-entry.ts';
import type { PersonDatabase } from '#lib/device/person-database.ts';
import { appendEntry, snapshotOf } from '#lib/sync/append-entry.ts';
import type { AnyCommandFields } from '#lib/sync/command-fields.ts';
import { decideHere, judgedAt } from '#lib/sync/fold.ts';
import { labelOf } from '#lib/sync/label-of.ts';
import type { Ports } from '#lib/sync/ports.ts';
import { loadProspect, prospectTables } from '#lib/sync/prospect.ts';
import { toInstant } from '#lib/sync/to-instant.ts';

/** Queued: it lies on the device, durably. Not queued: the rules refuse it now, and nothing was written. */
export type Queued = { queued: true; id: Id } | { queued: false; refusal: Refusal };

/** What goes into the same transaction as the command (an upload row, a changed item). */
export type Beside = (db: PersonDatabase, entry: OutboxEntry) => Promise<void>;

/** Gives a command its id and time, and checks it by its schema, so that nothing malformed is ever queued. */
export function makeCommand(ports: Pick<Ports, 'clock' | 'random'>, fields: AnyCommandFields, retryOf?: Id) {
  const made = { id: ports.random.id(), madeAt: toInstant(ports.clock.now()) };
  return fieldCommandSchema.safeParse({ ...fields, ...made, ...(retryOf === undefined ? {} : { retryOf }) });
}

/**
 * Queues a command, unless the rules refuse it by what this device knows. One transaction: its number, its entry and
 * what stands `beside` it. Resolves after the commit.
 */
export async function queueCommand(
  ports: Pick<Ports, 'clock' | 'random'>,
  database: Handle<PersonDatabase>,
  fields: AnyCommandFields,
  options: { retryOf?: Id; retries?: number; beside?: Beside } = {},
): Promise<Queued> {
  const made = makeCommand(ports, fields, options.retryOf);
  if (!made.success) {
    const paths = made.error.issues.map((issue) => issue.path.join('.'));
    return { queued: false, refusal: { code: 'command.invalid', fields: paths } };
  }
  const command = made.data;
  return database.use((db) =>
    db.transaction('rw', prospectTables(db), async (): Promise<Queued> => {
      // The commit succeeded but its answer was lost with the connection, and this is the second run.
      if ((await db.outbox.where('id').equals(command.id).count()) > 0)
        return { queued: true, id: command.id };
      const { decision, entry } = await predictAndAppend(ports, db, command, options.retries ?? 0);
      if (entry === null) return { queued: false, refusal: decision.refusal };
      await options.beside?.(db, entry);
      return { queued: true, id: command.id };
    }),
  );
}

/** The decision a command would get now, by what this device knows; null where nothing can be known. */
export function predict(
  ports: Pick<Ports, 'clock' | 'random'>,
  database: Handle<PersonDatabase>,
  fields: AnyCommandFields,
): Promise<SituationDecision | null> {
  const command = { ...fields, id: ports.random.id(), madeAt: toInstant(ports.clock.now()) } as FieldCommand;
  return database.use((db) =>
    db.transaction('r', prospectTables(db), async () => (await foresee(db, command)).decision),
  );
}

type Appended =
  | { entry: OutboxEntry; decision: SituationDecision | null }
  | { entry: null; decision: Extract<SituationDecision, { ok: false }> };

async function predictAndAppend(
  ports: Pick<Ports, 'random'>,
  db: PersonDatabase,
  command: FieldCommand,
  retries: number,
): Promise<Appended> {
  const { decision, task } = await foresee(db, command);
  if (decision !== null && !decision.ok) return { entry: null, decision };
  const earlier = command.taskId === null ? undefined : await earlierSnapshot(db, command.taskId);
  const entry = await appendEntry(db, () => ports.random.id(), command, {
    label: labelOf(command, task),
    task: task === null ? (earlier ?? null) : snapshotOf(task),
    retries,
  });
  return { entry, decision };
}

/**
 * A task whose record has gone cannot be judged here; the few commands a former executor may still send go to the
 * server unjudged, and everything else is refused as it would be there.
 */
async function foresee(db: PersonDatabase, command: FieldCommand) {
  const prospect = await loadProspect(db, {
    taskId: command.taskId,
    fileId: 'fileId' in command ? command.fileId : null,
  });
  const task = prospect?.situation.task ?? null;
  if (prospect === null) return { decision: null, task };
  if (command.taskId !== null && task === null && forFormer.has(command.type))
    return { decision: null, task };
  const { confirmed, situation, facts } = prospect;
  const at = judgedAt(confirmed, situation, command, facts);
  return { decision: decideHere(situation, command, facts, at), task };
}

const forFormer: ReadonlySet<FieldCommand['type']> = new Set([
  'request-reopening',
  'undo-complete',
  'cancel-file',
]);

async function earlierSnapshot(db: PersonDatabase, taskId: Id) {
  const item = await db.attention.where('taskId').equals(taskId).first();
  if (item?.task) return item.task;
  const past = await db.pastTasks.get(taskId);
  if (past === undefined) return undefined;
  const { number, title, tenantName } = past.body;
  return { taskId, number, title, tenantName, buildingId: null };
}
