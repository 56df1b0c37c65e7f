import type { Defaulted, NullableTimestamp, Timestamp } from '#server/db/column.ts';
import type { Approval } from '#shared/files/file.ts';

export interface ArchiveTables {
  archive_entries: {
    id: string;
    tenant_id: string;
    building_id: string;
    folder_id: string;
    file_id: string;
    at: Timestamp;
    approval: Approval;
    assessed_by: Defaulted<string | null>;
    assessed_by_name: Defaulted<string | null>;
    assessed_at: NullableTimestamp;
    reject_reason: Defaulted<string | null>;
  };
}
