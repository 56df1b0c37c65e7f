import type { Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import { listPeopleOfTasks, recordTaskGrants } from '#server/grants/grant-queries.ts';
import type { GrantCause } from '#server/grants/grant-table.ts';
import { queueAssignmentMails } from '#server/queue-assignment-mails.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';

/** What remains to be done once the transaction has committed: none of it can undo or hold up the work. */
export interface AfterCommit {
  /** People whose devices should pull. */
  readonly personIds: readonly Id[];
  /** Tenants whose office should look again. */
  readonly tenantIds: readonly Id[];
  /** Upload bytes to delete: what the grant refused is not kept. */
  readonly uploadIds: readonly string[];
}

export const noAfterCommit: AfterCommit = { personIds: [], tenantIds: [], uploadIds: [] };

export interface Happened {
  readonly changes: readonly {
    readonly before: Situation;
    readonly after: Situation;
    readonly events: readonly TaskEvent[];
    /** Where a file without a task belongs. */
    readonly folder: { readonly tenantId: Id } | null;
  }[];
  readonly actor: Actor;
  readonly channel: 'app' | 'web' | 'job';
  readonly now: Instant;
}

/**
 * Turns events into their consequences inside the same transaction: grant history, mail, audit. Right of every slice,
 * so that tasks know nothing of mail.
 */
export async function applyConsequences(
  trx: Transaction<Database>,
  happened: Happened,
): Promise<AfterCommit> {
  const tasks = happened.changes.flatMap(({ after }) => after.task ?? []);
  const taskIds = tasks.map((task) => task.id);
  const before = await listPeopleOfTasks(trx, taskIds);
  for (const { before: was, after, events } of happened.changes) {
    if (after.task === null || !grantsMayHaveChanged(was, after)) continue;
    await recordTaskGrants(trx, [after.task.id], { now: happened.now, ...causesOf(events) });
  }
  for (const { after, events } of happened.changes) {
    for (const event of events) {
      if (event.type !== 'task-assigned' || after.task === null) continue;
      await queueAssignmentMails(trx, after.task, event.executors, happened.now);
    }
  }
  await insertAudit(trx, happened);
  const people = [...before, ...(await listPeopleOfTasks(trx, taskIds)), happened.actor.personId];
  return {
    personIds: [...new Set(people)],
    tenantIds: [...new Set(happened.changes.flatMap((change) => tenantOf(change) ?? []))],
    uploadIds: await listEndedUploads(trx, happened),
  };
}

function tenantOf({ after, folder }: Happened['changes'][number]): Id | undefined {
  return after.task?.tenantId ?? folder?.tenantId;
}

function grantsMayHaveChanged(before: Situation, after: Situation): boolean {
  return (
    before.task?.state !== after.task?.state ||
    before.task?.executors.map((one) => one.id).join() !== after.task?.executors.map((one) => one.id).join()
  );
}

/** Why grants began or ended with these events, as their history says it. */
export function causesOf(events: readonly TaskEvent[]): { began: GrantCause; ended: GrantCause } {
  const has = (type: TaskEvent['type']) => events.some((event) => event.type === type);
  const began = has('task-reopened') ? 'reopened' : has('task-returned') ? 'returned' : 'assigned';
  if (has('task-cancelled')) return { began, ended: 'cancelled' };
  if (has('task-declined')) return { began, ended: 'declined' };
  if (has('task-completed') || has('task-completing')) return { began, ended: 'completed' };
  return { began, ended: 'reassigned' };
}

async function listEndedUploads(trx: Transaction<Database>, happened: Happened): Promise<string[]> {
  const ended = happened.changes.flatMap(({ events }) =>
    events.flatMap((event) => {
      if (event.type === 'files-refused') return event.fileIds;
      return event.type === 'file-cancelled' ? [event.fileId] : [];
    }),
  );
  if (ended.length === 0) return [];
  const rows = await trx
    .selectFrom('files')
    .select('upload_id')
    .where('id', 'in', ended)
    .where('upload_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.upload_id ?? []);
}

async function insertAudit(
  trx: Transaction<Database>,
  { changes, actor, channel, now }: Happened,
): Promise<void> {
  const rows = changes.flatMap((change) => {
    const { after, events } = change;
    const tenantId = tenantOf(change);
    if (tenantId === undefined) return [];
    return events.map((event) => ({
      tenant_id: tenantId,
      at: now,
      person_id: actor.personId,
      channel,
      action: event.type,
      subject_id: 'fileId' in event ? event.fileId : (after.task?.id ?? null),
      facts: json('taskId' in event ? {} : { taskId: after.task?.id }),
    }));
  });
  if (rows.length > 0) await trx.insertInto('audit').values(rows).execute();
}
