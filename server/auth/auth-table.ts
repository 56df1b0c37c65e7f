import type { Defaulted, Timestamp } from '#server/db/column.ts';

export interface AuthTables {
  sessions: {
    /** SHA-256 of the cookie's token, in hex. */
    id: string;
    user_id: string;
    kind: 'staff' | 'field';
    label: string | null;
    expires_at: Timestamp;
    absolute_expires_at: Timestamp;
    created_at: Timestamp;
  };
  password_tokens: {
    token_hash: string;
    code_hash: string;
    person_id: string;
    tries: Defaulted<number>;
    expires_at: Timestamp;
    created_at: Timestamp;
  };
  rate_limits: { key: string; points: Defaulted<number>; expire: string | null };
}
