import type { GeneratedAlways } from 'kysely';
import type { Json, Timestamp } from '#server/db/column.ts';

export interface AuditTables {
  /** Append-only for the application. Ids and codes, never contents. */
  audit: {
    id: GeneratedAlways<string>;
    tenant_id: string;
    at: Timestamp;
    person_id: string | null;
    channel: 'app' | 'web' | 'job' | 'operator';
    action: string;
    subject_id: string | null;
    facts: Json<Record<string, unknown>>;
  };
}
