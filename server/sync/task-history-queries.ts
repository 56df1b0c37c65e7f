import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** One thing that was asked of a task: when it was made by the sender's clock, when we received it, and how it went. */
export interface TaskHistoryLine {
  readonly id: Id;
  readonly type: string;
  readonly personName: string;
  /** From a device with a queue, or directly from the office. */
  readonly channel: 'app' | 'web';
  readonly madeAt: Instant | null;
  readonly at: Instant;
  /** The code of the refusal; null where it was applied. */
  readonly refusal: string | null;
}

/** What was asked of the task, the newest 500, the oldest of them first. Answers to questions are left out. */
export async function listTaskHistory(db: Kysely<Database>, taskId: Id): Promise<TaskHistoryLine[]> {
  const { rows } = await sql<TaskHistoryLine>`
    select l.command_id as id, l.type, p.name as "personName",
      case when l.device_id is null then 'web' else 'app' end as channel,
      iso(l.made_at) as "madeAt", iso(l.at) as at, l.refusal ->> 'code' as refusal
    from command_log l join people p on p.id = l.person_id
    where l.task_id = ${taskId} and not l.duplicate and (l.type <> 'set-answer' or l.refusal is not null)
    order by l.id desc
    limit 500`.execute(db);
  return rows.reverse();
}
