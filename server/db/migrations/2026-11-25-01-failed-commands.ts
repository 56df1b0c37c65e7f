import { sql, type Kysely } from 'kysely';

/** How often in a row the server failed on the command a device sends next: the third time it is refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table devices add column failing_seq bigint, add column failed_tries integer not null default 0`.execute(
    db,
  );
}
