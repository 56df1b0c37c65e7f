import type { GeneratedAlways } from 'kysely';
import type { NullableTimestamp, Timestamp } from '#server/db/column.ts';

/** Why a grant appeared or ended; a past task shows it. */
export type GrantCause =
  | 'assigned'
  | 'reopened'
  | 'returned'
  | 'building-access'
  | 'activated'
  | 'completed'
  | 'cancelled'
  | 'reassigned'
  | 'declined'
  | 'deactivated';

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
    began_by: GrantCause;
    ended_at: NullableTimestamp;
    ended_by: GrantCause | null;
  };
  grant_anchors: {
    tenant_id: string;
    building_id: string;
    party_id: string;
  };
  /** View: derived from tasks, assignments and who people are. */
  task_grants: {
    tenant_id: string;
    task_id: string;
    building_id: string;
    /** false while Completing. */
    open: boolean;
    person_id: string;
    party_id: string;
  };
  /** View. */
  building_grants: { tenant_id: string; building_id: string; person_id: string };
}
