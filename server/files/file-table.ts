import type { BigInteger, Defaulted, NullableTimestamp, Timestamp } from '#server/db/column.ts';
import type { FilePurpose, FileState } from '#shared/files/file.ts';

export interface FileTables {
  files: {
    id: string;
    tenant_id: string;
    building_id: string;
    task_id: string | null;
    purpose: FilePurpose;
    folder_id: string | null;
    checklist_id: string | null;
    question_id: string | null;
    name: string;
    size: BigInteger;
    sha256: string;
    type: Defaulted<string | null>;
    declared_by: string;
    declared_by_name: string;
    party_id: string;
    declared_at: Timestamp;
    available_at: NullableTimestamp;
    state: FileState;
    refusal_code: Defaulted<string | null>;
    /** Where the bytes lie in the file store; random, never from a client. */
    storage_key: Defaulted<string>;
    /** The tus upload under way, random for each attempt; in an ended file: its bytes are still to be removed. */
    upload_id: Defaulted<string | null>;
    /** The last address that took bytes before it ended or began again. */
    ended_upload_id: Defaulted<string | null>;
    /** Whether the one restart after a wrong hash has been spent. */
    restarted: Defaulted<boolean>;
    progress_at: NullableTimestamp;
  };
  file_tickets: {
    ticket_hash: string;
    file_id: string;
    person_id: string;
    expires_at: Timestamp;
  };
}
