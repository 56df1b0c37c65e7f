import { sql, type Kysely } from 'kysely';

/** Why a task was given back, for staff; why it was called off, for whoever had it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tasks
      add column declined_by_name text,
      add column decline_reason text,
      add column declined_at timestamptz,
      add column cancel_reason text`.execute(db);
}
