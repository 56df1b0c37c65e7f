import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { MailLanguage } from '#server/mail/mail-text.ts';
import { accessTable } from '#shared/access/access-table.ts';
import { columnOfRole, roleSchema } from '#shared/access/columns.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** Roles that may end the waiting by force, somewhere. */
const deciders = roleSchema.options.filter(
  (role) => accessTable['force-complete'][columnOfRole[role]] !== '-',
);

/** Somebody to tell that a task still waits for its files. */
export type LateFilesReceiver = Readonly<{ taskId: Id; personId: Id; completedAt: Instant }>;

/**
 * Of tasks reported completed before `before` whose files are still on their way: whoever does the task and receives
 * mail, and in the office whoever ordered it, or the administrators where that person may not decide it any more. In
 * the scope of a tenant.
 */
export async function listLateFilesReceivers(
  db: Kysely<Database>,
  before: Instant,
): Promise<LateFilesReceiver[]> {
  const { rows } = await sql<LateFilesReceiver>`
    select t.id as "taskId", r.person_id as "personId", iso(t.completed_at) as "completedAt"
    from tasks t cross join lateral (
      select m.person_id from assignments a
        join memberships m on m.tenant_id = a.tenant_id and m.person_id = a.person_id and m.active
        where a.task_id = t.id
      union
      select c.person_id from assignments a
        join suppliers s on s.tenant_id = a.tenant_id and s.id = a.supplier_id and s.active
        join supplier_contacts c on c.tenant_id = s.tenant_id and c.supplier_id = s.id
          and c.active and c.receives_mail
        where a.task_id = t.id
      union
      select m.person_id from memberships m
        left join memberships o on o.tenant_id = t.tenant_id and o.person_id = t.created_by and o.active
          and o.roles && ${deciders}::text[]
        where m.tenant_id = t.tenant_id and m.active
          and case when o.person_id is null then 'administrator' = any(m.roles) else m.person_id = o.person_id end
    ) r
    where t.state = 'completing' and t.completed_at <= ${before}
    order by t.id, r.person_id`.execute(db);
  return rows;
}

export type LateFilesFacts = Readonly<{
  tenantName: string;
  language: MailLanguage;
  personName: string;
  email: string;
  /** Whether the person decides it in the office, rather than sends files. */
  decides: boolean;
  number: number;
  title: string;
  buildingName: string;
  completedByName: string;
  /** The names of the files that have not come. */
  files: string[];
}>;

/** What the mail says, or null when the task waits no longer or the person is gone. In the scope of the tenant. */
export async function findLateFilesFacts(
  db: Kysely<Database>,
  taskId: Id,
  personId: Id,
): Promise<LateFilesFacts | null> {
  const { rows } = await sql<LateFilesFacts>`
    select n.name as "tenantName", n.language, p.name as "personName", p.email,
      exists (select from memberships m where m.tenant_id = t.tenant_id and m.person_id = p.id and m.active
        and m.roles && ${deciders}::text[]) as decides,
      t.number, t.title, b.name as "buildingName", coalesce(t.completed_by_name, '') as "completedByName",
      array(select f.name from files f where f.task_id = t.id and f.id = any(t.expected_files)
        and f.state in ('declared', 'receiving', 'received') order by f.declared_at, f.id) as files
    from tasks t
    join tenants n on n.id = t.tenant_id
    join buildings b on b.id = t.building_id
    join people p on p.id = ${personId} and p.active
    where t.id = ${taskId} and t.state = 'completing'`.execute(db);
  return rows[0] ?? null;
}
