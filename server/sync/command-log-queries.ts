import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { json } from '#server/db/json.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { Outcome, Refusal } from '#shared/sync/outcome.ts';

/** The recorded answer to a command, whichever device sent it. */
export interface LoggedCommand {
  readonly commandId: Id;
  readonly status: 'applied' | 'refused';
  readonly refusal: { code: string } | null;
  readonly at: Instant;
}

/**
 * After the device's row: whoever sends one of these commands at the same moment waits, and then finds its outcome in
 * the log. Let go with the transaction.
 */
export async function lockCommands(
  trx: Transaction<Database>,
  personId: Id,
  commandIds: readonly Id[],
): Promise<void> {
  const ids = [...new Set(commandIds)].sort();
  await sql`select pg_advisory_xact_lock(hashtextextended(id, 0))
    from unnest(${ids.map((id) => `${personId} ${id}`)}::text[]) as id`.execute(trx);
}

/** The first answers to these commands of this person; an old id always gets its old outcome. */
export async function listLoggedCommands(
  db: Kysely<Database>,
  personId: Id,
  commandIds: readonly Id[],
): Promise<LoggedCommand[]> {
  if (commandIds.length === 0) return [];
  return db
    .selectFrom('command_log')
    .select(['command_id as commandId', 'status', 'refusal', sql<Instant>`iso(at)`.as('at')])
    .where('person_id', '=', personId)
    .where('command_id', 'in', [...commandIds])
    .where('duplicate', '=', false)
    .execute();
}

/** The outcomes of a person's device with a sequence number after `afterSeq`, in order. */
export async function listOutcomes(
  db: Kysely<Database>,
  { deviceId, personId }: { deviceId: Id; personId: Id },
  afterSeq: number,
  limit = 1000,
): Promise<Outcome[]> {
  const rows = await db
    .selectFrom('command_log')
    .select(['seq', 'command_id', 'status', 'refusal', sql<Instant>`iso(at)`.as('at')])
    .where('device_id', '=', deviceId)
    .where('person_id', '=', personId)
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => toOutcome(Number(row.seq), row.command_id, row.status, row.refusal, row.at));
}

/** An outcome as the wire has it. */
export function toOutcome(
  seq: number,
  id: Id,
  status: 'applied' | 'refused',
  refusal: { code: string } | null,
  at: Instant,
): Outcome {
  return status === 'refused' && refusal !== null
    ? { seq, id, status, refusal, at }
    : { seq, id, status: 'applied', at };
}

/** One line of the log: id, code and time; of a refused command nothing else is kept. */
export interface LogEntry {
  readonly personId: Id;
  readonly commandId: Id;
  readonly duplicate: boolean;
  readonly deviceId: Id | null;
  readonly seq: number | null;
  readonly type: string;
  readonly taskId: Id | null;
  readonly retryOf: Id | null;
  readonly refusal: Refusal | { code: string } | null;
  readonly madeAt: Instant | null;
  readonly at: Instant;
}

/** Records outcomes; commits together with their effects and the device's advance. */
export async function insertLog(trx: Transaction<Database>, entries: readonly LogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await trx
    .insertInto('command_log')
    .values(
      entries.map((entry) => ({
        person_id: entry.personId,
        command_id: entry.commandId,
        duplicate: entry.duplicate,
        device_id: entry.deviceId,
        seq: entry.seq,
        type: entry.type,
        task_id: entry.taskId,
        retry_of: entry.retryOf,
        status: entry.refusal === null ? ('applied' as const) : ('refused' as const),
        refusal: entry.refusal === null ? null : json(entry.refusal),
        made_at: entry.madeAt,
        at: entry.at,
      })),
    )
    .execute();
}
