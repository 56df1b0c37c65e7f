import { sql, type Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import { must } from '#shared/kernel/must.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Directory } from '#shared/tasks/task-context.ts';

/** What planning may name in a tenant: buildings, assignable people and suppliers, checklist templates. */
export async function loadDirectory(db: Kysely<Database>, tenantId: Id): Promise<Directory> {
  const { rows } = await sql<Directory>`
    select n.id as "tenantId", n.name as "tenantName", n.next_task_number as "nextNumber",
      coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name) order by b.name collate "nb-NO-x-icu", b.id)
        from buildings b where b.tenant_id = n.id), '[]') as buildings,
      coalesce((select json_agg(json_build_object('id', c.id, 'title', c.title, 'version', c.version,
        'questions', c.questions) order by c.title collate "nb-NO-x-icu", c.id)
        from checklist_templates c where c.tenant_id = n.id), '[]') as templates,
      coalesce((select json_agg(json_build_object('kind', e.kind, 'id', e.id, 'name', e.name)
        order by e.kind desc, e.name collate "nb-NO-x-icu", e.id) from (
          select 'supplier' as kind, s.id, s.name from suppliers s where s.tenant_id = n.id and s.active
          union all
          select 'person', p.id, p.name from memberships m join people p on p.id = m.person_id
          where m.tenant_id = n.id and m.active and p.active
            and m.roles && array['administrator', 'manager', 'executor', 'ad-hoc']) e), '[]') as executors
    from tenants n where n.id = ${tenantId}`.execute(db);
  return must(rows[0], 'tenant in scope');
}
