import type { Defaulted, Json, NullableTimestamp, Timestamp } from '#server/db/column.ts';

export interface MailTables {
  mail_outbox: {
    id: Defaulted<string>;
    tenant_id: string | null;
    kind: 'assignment' | 'late-files' | 'password' | 'password-changed';
    person_id: string;
    params: Json<Record<string, string>>;
    /** The same logical mail is written once. */
    dedupe_key: string;
    state: Defaulted<'queued' | 'sending' | 'sent' | 'cancelled' | 'dead'>;
    attempts: Defaulted<number>;
    message_id: Defaulted<string | null>;
    last_error: Defaulted<string | null>;
    created_at: Timestamp;
    sent_at: NullableTimestamp;
  };
}
