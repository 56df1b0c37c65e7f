import { sql, type Kysely } from 'kysely';

/** Grants, devices, the log of commands, the feed; sign-in, mail and audit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table grant_history (
      id bigint generated always as identity primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references people,
      party_id uuid not null,
      building_id uuid not null,
      task_id uuid,
      began_at timestamptz not null,
      began_by text not null,
      ended_at timestamptz,
      ended_by text,
      foreign key (tenant_id, building_id) references buildings (tenant_id, id),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`create unique index grant_history_live on grant_history
    (person_id, building_id, coalesce(task_id, building_id)) where ended_at is null`.execute(db);
  await sql`create index grant_history_task on grant_history (task_id, person_id)`.execute(db);
  await sql`create index grant_history_person on grant_history (person_id, ended_at)`.execute(db);
  await sql`
    create table grant_anchors (
      tenant_id uuid not null,
      building_id uuid not null,
      party_id uuid not null,
      primary key (building_id, party_id),
      foreign key (tenant_id, building_id) references buildings (tenant_id, id)
    )`.execute(db);
  await sql`
    create table devices (
      id uuid primary key,
      person_id uuid not null references people,
      next_seq bigint not null default 1,
      blocked boolean not null default false,
      app_version text not null,
      holding_hash text,
      last_contact_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index devices_person on devices (person_id)`.execute(db);
  await sql`
    create table device_holdings (
      tenant_id uuid not null,
      device_id uuid not null references devices on delete cascade,
      person_id uuid not null references people,
      task_id uuid not null,
      files integer not null,
      bytes bigint not null,
      commands integer not null,
      items jsonb not null,
      oldest_at timestamptz,
      reported_at timestamptz not null,
      primary key (device_id, task_id),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`create index device_holdings_task on device_holdings (task_id)`.execute(db);
  await sql`
    create table command_log (
      id bigint generated always as identity primary key,
      person_id uuid not null references people,
      command_id uuid not null,
      duplicate boolean not null default false,
      device_id uuid references devices,
      seq bigint,
      type text not null,
      task_id uuid,
      retry_of uuid,
      status text not null check (status in ('applied', 'refused')),
      refusal jsonb,
      made_at timestamptz,
      at timestamptz not null
    )`.execute(db);
  await sql`create unique index command_log_command on command_log (person_id, command_id) where not duplicate`.execute(
    db,
  );
  await sql`create unique index command_log_seq on command_log (device_id, seq) where device_id is not null`.execute(
    db,
  );
  await sql`create table feed_meta (single boolean primary key default true check (single), epoch uuid not null)`.execute(
    db,
  );
  await sql`insert into feed_meta (epoch) values (gen_random_uuid())`.execute(db);
  await sql`
    create table feed_stamps (
      scope_kind text not null check (scope_kind in ('task', 'building', 'person')),
      scope_id uuid not null,
      record_kind text not null,
      record_id uuid not null,
      rev integer not null default 1,
      cx xid8 not null,
      primary key (scope_kind, scope_id, record_kind, record_id)
    )`.execute(db);
  await sql`create index feed_stamps_cx on feed_stamps (scope_kind, scope_id, cx)`.execute(db);
  await sql`
    create table audit (
      id bigint generated always as identity primary key,
      tenant_id uuid not null references tenants,
      at timestamptz not null,
      person_id uuid references people,
      channel text not null check (channel in ('app', 'web', 'job', 'operator')),
      action text not null,
      subject_id uuid,
      facts jsonb not null default '{}'
    )`.execute(db);
  await sql`create index audit_tenant on audit (tenant_id, at)`.execute(db);
  await sql`
    create table mail_outbox (
      id uuid primary key default gen_random_uuid(),
      tenant_id uuid references tenants,
      kind text not null,
      person_id uuid not null references people,
      params jsonb not null,
      dedupe_key text not null unique,
      state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'cancelled', 'dead')),
      attempts integer not null default 0,
      message_id text,
      last_error text,
      created_at timestamptz not null,
      sent_at timestamptz
    )`.execute(db);
  await sql`
    create table sessions (
      id text primary key,
      user_id uuid not null references people,
      kind text not null check (kind in ('staff', 'field')),
      label text,
      expires_at timestamptz not null,
      absolute_expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index sessions_user on sessions (user_id)`.execute(db);
  await sql`
    create table password_tokens (
      token_hash text primary key,
      code_hash text not null,
      person_id uuid not null references people,
      tries integer not null default 0,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index password_tokens_person on password_tokens (person_id)`.execute(db);
  await sql`
    create table file_tickets (
      ticket_hash text primary key,
      file_id uuid not null references files on delete cascade,
      person_id uuid not null references people,
      expires_at timestamptz not null
    )`.execute(db);
  // rate-limiter-flexible's own shape; filled before anybody is known, so it belongs to no tenant.
  await sql`create table rate_limits (key text primary key, points integer not null default 0, expire bigint)`.execute(
    db,
  );
}
