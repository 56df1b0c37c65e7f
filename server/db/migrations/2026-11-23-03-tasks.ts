import { sql, type Kysely } from 'kysely';

/** Tasks with all that hangs on them; files and the archive. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table checklist_templates (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      title text not null,
      version integer not null default 1,
      questions jsonb not null,
      created_at timestamptz not null,
      unique (tenant_id, id)
    )`.execute(db);
  await sql`
    create table tasks (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      number integer not null,
      building_id uuid not null,
      place text not null,
      title text not null,
      text text not null,
      deadline date,
      priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
      state text not null check (state in ('new', 'assigned', 'in-progress', 'waiting', 'completing', 'completed',
        'approved', 'returned', 'cancelled')),
      waiting_reason text,
      return_reason text,
      created_by uuid not null references people,
      created_at timestamptz not null,
      accepted_at timestamptz,
      started_at timestamptz,
      completed_at timestamptz,
      completed_by uuid references people,
      completed_by_name text,
      closed_at timestamptz,
      expected_files uuid[] not null default '{}',
      unique (tenant_id, id),
      unique (tenant_id, number),
      foreign key (tenant_id, building_id) references buildings (tenant_id, id)
    )`.execute(db);
  await sql`create index tasks_list on tasks (tenant_id, state, deadline nulls last, number)`.execute(db);
  await sql`create index tasks_building on tasks (building_id, state)`.execute(db);
  await sql`
    create table assignments (
      tenant_id uuid not null,
      task_id uuid not null,
      person_id uuid,
      supplier_id uuid,
      position integer not null,
      check (num_nonnulls(person_id, supplier_id) = 1),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id),
      foreign key (tenant_id, person_id) references memberships,
      foreign key (tenant_id, supplier_id) references suppliers (tenant_id, id)
    )`.execute(db);
  await sql`create unique index assignments_task on assignments (task_id, coalesce(person_id, supplier_id))`.execute(
    db,
  );
  await sql`create index assignments_person on assignments (person_id) where person_id is not null`.execute(
    db,
  );
  await sql`create index assignments_supplier on assignments (supplier_id) where supplier_id is not null`.execute(
    db,
  );
  await sql`
    create table comments (
      id uuid primary key,
      tenant_id uuid not null,
      task_id uuid not null,
      author_id uuid not null references people,
      author_name text not null,
      text text not null,
      internal boolean not null,
      at timestamptz not null,
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`create index comments_task on comments (task_id, at, id)`.execute(db);
  await sql`
    create table checklists (
      id uuid primary key,
      tenant_id uuid not null,
      task_id uuid not null,
      title text not null,
      mandatory boolean not null,
      template_version integer not null,
      questions jsonb not null,
      position integer not null,
      delivered_at timestamptz,
      delivered_by_name text,
      unique (tenant_id, id),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`create index checklists_task on checklists (task_id)`.execute(db);
  await sql`
    create table answers (
      tenant_id uuid not null,
      task_id uuid not null,
      checklist_id uuid not null,
      question_id uuid not null,
      value text check (value in ('yes', 'no', 'not-relevant')),
      comment text not null,
      by_name text not null,
      at timestamptz not null,
      primary key (checklist_id, question_id),
      foreign key (tenant_id, checklist_id) references checklists (tenant_id, id),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`
    create table reopening_requests (
      id uuid primary key,
      tenant_id uuid not null,
      task_id uuid not null,
      by_id uuid not null references people,
      by_name text not null,
      at timestamptz not null,
      message text not null,
      waiting jsonb not null,
      answered_at timestamptz,
      foreign key (tenant_id, task_id) references tasks (tenant_id, id)
    )`.execute(db);
  await sql`create index reopening_requests_task on reopening_requests (task_id)`.execute(db);
  await sql`
    create table files (
      id uuid primary key,
      tenant_id uuid not null,
      building_id uuid not null,
      task_id uuid,
      purpose text not null check (purpose in ('task-attachment', 'answer-photo', 'archive')),
      folder_id uuid,
      checklist_id uuid,
      question_id uuid,
      name text not null,
      size bigint not null check (size between 0 and 500000000),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      type text,
      declared_by uuid not null references people,
      declared_by_name text not null,
      party_id uuid not null,
      declared_at timestamptz not null,
      available_at timestamptz,
      state text not null check (state in ('declared', 'receiving', 'received', 'available', 'refused', 'cancelled',
        'expired')),
      refusal_code text,
      storage_key text not null unique default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
      upload_id text unique,
      restarted boolean not null default false,
      progress_at timestamptz,
      unique (tenant_id, id),
      check ((purpose = 'archive') = (folder_id is not null)),
      check (purpose = 'archive' or task_id is not null),
      foreign key (tenant_id, building_id) references buildings (tenant_id, id),
      foreign key (tenant_id, task_id) references tasks (tenant_id, id),
      foreign key (tenant_id, building_id, folder_id) references folders (tenant_id, building_id, id),
      foreign key (tenant_id, checklist_id) references checklists (tenant_id, id)
    )`.execute(db);
  await sql`create index files_task on files (task_id, declared_at, id)`.execute(db);
  await sql`create index files_own on files (declared_by) where task_id is null`.execute(db);
  await sql`create index files_outstanding on files (state, declared_at)
    where state in ('declared', 'receiving', 'received')`.execute(db);
  await sql`
    create table archive_entries (
      id uuid primary key,
      tenant_id uuid not null,
      building_id uuid not null,
      folder_id uuid not null,
      file_id uuid not null unique,
      at timestamptz not null,
      approval text not null check (approval in ('awaiting', 'approved', 'rejected')),
      assessed_by uuid references people,
      assessed_by_name text,
      assessed_at timestamptz,
      reject_reason text,
      foreign key (tenant_id, file_id) references files (tenant_id, id),
      foreign key (tenant_id, building_id, folder_id) references folders (tenant_id, building_id, id)
    )`.execute(db);
  await sql`create index archive_entries_folder on archive_entries (folder_id, at)`.execute(db);
  await sql`create index archive_entries_building on archive_entries (building_id)`.execute(db);
}
