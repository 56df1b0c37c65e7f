import type { GeneratedAlways } from 'kysely';
import type { NullableTimestamp, Timestamp } from '#server/db/column.ts';

export interface GrantTables {
  grant_history: {
    /** Grows with every appearance: the generation that sync compares. */
    id: GeneratedAlways<string>;
    tenant_id: string;
    person_id: string;
    party_id: string;
    building_id: string;
    /** null: a building given by an administrator (method 1). */
    task_id: string | null;
    began_at: Timestamp;
    began_by: string;
    ended_at: NullableTimestamp;
    ended_by: string | null;
  };
  grant_anchors: {
    tenant_id: string;
    building_id: string;
    party_id: string;
  };
}
