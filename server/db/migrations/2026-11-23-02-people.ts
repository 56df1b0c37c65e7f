import { sql, type Kysely } from 'kysely';

/** Tenants, people, what they are to each other, buildings with their folders. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tenants (
      id uuid primary key,
      name text not null,
      language text not null default 'nb' check (language in ('nb', 'en')),
      quota_bytes bigint not null default 100000000000 check (quota_bytes >= 0),
      reserved_bytes bigint not null default 0 check (reserved_bytes >= 0),
      next_task_number integer not null default 1,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table people (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      password_hash text,
      active boolean not null default true,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table memberships (
      tenant_id uuid not null references tenants,
      person_id uuid not null references people,
      roles text[] not null check (roles <@ array['administrator', 'manager', 'executor', 'user', 'ad-hoc']),
      all_buildings boolean not null default false,
      active boolean not null default true,
      created_at timestamptz not null,
      primary key (tenant_id, person_id)
    )`.execute(db);
  await sql`create index memberships_person on memberships (person_id)`.execute(db);
  // As an internal user an e-mail belongs to one tenant only (product.md, A3).
  await sql`create unique index memberships_one_tenant on memberships (person_id) where active`.execute(db);
  await sql`
    create table buildings (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      name text not null,
      address text not null,
      postal_place text not null,
      contact_name text,
      contact_phone text,
      access_note text,
      created_at timestamptz not null,
      unique (tenant_id, id)
    )`.execute(db);
  await sql`
    create table building_access (
      tenant_id uuid not null,
      person_id uuid not null,
      building_id uuid not null,
      granted_by uuid references people,
      created_at timestamptz not null,
      primary key (tenant_id, person_id, building_id),
      foreign key (tenant_id, person_id) references memberships,
      foreign key (tenant_id, building_id) references buildings (tenant_id, id)
    )`.execute(db);
  await sql`create index building_access_person on building_access (person_id)`.execute(db);
  await sql`
    create table suppliers (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      name text not null,
      organisation_number text,
      email text,
      phone text,
      trades text[] not null default '{}',
      note text,
      active boolean not null default true,
      created_at timestamptz not null,
      unique (tenant_id, id)
    )`.execute(db);
  await sql`
    create table supplier_contacts (
      tenant_id uuid not null,
      supplier_id uuid not null,
      person_id uuid not null references people,
      receives_mail boolean not null default true,
      may_act boolean not null default true,
      active boolean not null default true,
      created_at timestamptz not null,
      primary key (tenant_id, supplier_id, person_id),
      foreign key (tenant_id, supplier_id) references suppliers (tenant_id, id)
    )`.execute(db);
  await sql`create index supplier_contacts_person on supplier_contacts (person_id)`.execute(db);
  await sql`
    create table folders (
      id uuid primary key,
      tenant_id uuid not null,
      building_id uuid not null,
      parent_id uuid,
      name text not null,
      kind text not null check (kind in ('system', 'global', 'local')),
      position integer not null default 0,
      unique (tenant_id, id),
      unique (tenant_id, building_id, id),
      foreign key (tenant_id, building_id) references buildings (tenant_id, id),
      foreign key (tenant_id, building_id, parent_id) references folders (tenant_id, building_id, id)
    )`.execute(db);
  await sql`create index folders_building on folders (building_id)`.execute(db);
}
