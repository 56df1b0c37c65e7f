import { sql, type Kysely } from 'kysely';

/**
 * The address of an upload that no longer takes bytes: its file ended, or began again from 0. Whoever still sends there
 * is told so (410) instead of hearing that there never was one. An ended file that still has an `upload_id` is one
 * whose bytes are to be removed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table files add column ended_upload_id text`.execute(db);
  await sql`create index files_ended_upload on files (ended_upload_id) where ended_upload_id is not null`.execute(
    db,
  );
  await sql`create index files_bytes_to_remove on files (tenant_id)
    where upload_id is not null and state in ('refused', 'cancelled', 'expired')`.execute(db);
}
