import type { GeneratedAlways } from 'kysely';
import type {
  BigInteger,
  Defaulted,
  DefaultedBigInteger,
  Json,
  NullableBigInteger,
  NullableTimestamp,
  Timestamp,
} from '#server/db/column.ts';
import type { ScopeKind } from '#shared/sync/scope.ts';
import type { WaitingItem } from '#shared/tasks/task.ts';

export interface SyncTables {
  devices: {
    id: string;
    person_id: string;
    next_seq: DefaultedBigInteger;
    blocked: Defaulted<boolean>;
    app_version: string;
    holding_hash: Defaulted<string | null>;
    /** The command on which the server last failed, and how often in a row. */
    failing_seq: NullableBigInteger;
    failed_tries: Defaulted<number>;
    last_contact_at: Timestamp;
    created_at: Timestamp;
  };
  device_holdings: {
    tenant_id: string;
    device_id: string;
    person_id: string;
    task_id: string;
    files: number;
    bytes: BigInteger;
    commands: number;
    items: Json<WaitingItem[]>;
    oldest_at: NullableTimestamp;
    reported_at: Timestamp;
  };
  command_log: {
    id: GeneratedAlways<string>;
    person_id: string;
    command_id: string;
    /** The same command again, from a device that had lost its answer or its identity. */
    duplicate: Defaulted<boolean>;
    device_id: string | null;
    seq: BigInteger | null;
    type: string;
    task_id: string | null;
    retry_of: string | null;
    status: 'applied' | 'refused';
    refusal: Json<{ code: string }> | null;
    made_at: NullableTimestamp;
    at: Timestamp;
  };
  feed_meta: { single: Defaulted<boolean>; epoch: string };
  feed_stamps: {
    /** `rights`: what the person may see, counted; no scope that anybody holds. */
    scope_kind: ScopeKind | 'rights';
    scope_id: string;
    record_kind: string;
    record_id: string;
    rev: number;
    cx: string;
  };
}
