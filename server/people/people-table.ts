import type { Defaulted, DefaultedBigInteger, Timestamp } from '#server/db/column.ts';
import type { Role } from '#shared/access/columns.ts';

export interface PeopleTables {
  tenants: {
    id: string;
    name: string;
    language: Defaulted<'nb' | 'en'>;
    quota_bytes: DefaultedBigInteger;
    reserved_bytes: DefaultedBigInteger;
    next_task_number: Defaulted<number>;
    created_at: Timestamp;
  };
  people: {
    id: string;
    /** Lower case. */
    email: string;
    name: string;
    /** argon2id; null until the first password is made. */
    password_hash: Defaulted<string | null>;
    active: Defaulted<boolean>;
    created_at: Timestamp;
  };
  memberships: {
    tenant_id: string;
    person_id: string;
    roles: Role[];
    all_buildings: Defaulted<boolean>;
    active: Defaulted<boolean>;
    created_at: Timestamp;
  };
  building_access: {
    tenant_id: string;
    person_id: string;
    building_id: string;
    granted_by: string | null;
    created_at: Timestamp;
  };
  suppliers: {
    id: string;
    tenant_id: string;
    name: string;
    organisation_number: string | null;
    email: string | null;
    phone: string | null;
    trades: Defaulted<string[]>;
    note: string | null;
    active: Defaulted<boolean>;
    created_at: Timestamp;
  };
  supplier_contacts: {
    tenant_id: string;
    supplier_id: string;
    person_id: string;
    receives_mail: Defaulted<boolean>;
    may_act: Defaulted<boolean>;
    active: Defaulted<boolean>;
    created_at: Timestamp;
  };
}
