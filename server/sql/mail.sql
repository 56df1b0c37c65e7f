-- Written by `npm run sql`; the functions are in server/mail/.

-- mail/assignment-mail-queries.ts findAssignmentFacts
select "n"."name" as "tenantName", "n"."language", "p"."name" as "personName", "p"."email", "p"."password_hash" is not null as "hasPassword", "t"."number", "t"."title", "t"."text", "t"."deadline", "t"."place", "b"."name" as "buildingName", "b"."address", "b"."postal_place" as "postalPlace" from "tasks" as "t" inner join "tenants" as "n" on "n"."id" = "t"."tenant_id" inner join "buildings" as "b" on "b"."id" = "t"."building_id" inner join "people" as "p" on "p"."id" = $1 and "p"."active" = $2 where "t"."id" = $3 and "t"."state" in ($4, $5, $6, $7) and exists (select "a"."task_id" from "assignments" as "a" left join "memberships" as "m" on "m"."tenant_id" = "a"."tenant_id" and "m"."person_id" = "a"."person_id" and "m"."active" = $8 left join "suppliers" as "s" on "s"."id" = "a"."supplier_id" and "s"."active" = $9 left join "supplier_contacts" as "c" on "c"."supplier_id" = "s"."id" and "c"."active" = $10 and "c"."receives_mail" = $11 where "a"."task_id" = "t"."id" and ("m"."person_id" = $12 or "c"."person_id" = $13));

-- mail/late-files-mail-queries.ts listLateFilesReceivers
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
  and o.roles && $1::text[]
  where m.tenant_id = t.tenant_id and m.active
  and case when o.person_id is null then 'administrator' = any(m.roles) else m.person_id = o.person_id end
  ) r
  where t.state = 'completing' and t.completed_at <= $2
  order by t.id, r.person_id;

-- mail/late-files-mail-queries.ts findLateFilesFacts
select n.name as "tenantName", n.language, p.name as "personName", p.email,
  exists (select from memberships m where m.tenant_id = t.tenant_id and m.person_id = p.id and m.active
  and m.roles && $1::text[]) as decides,
  t.number, t.title, b.name as "buildingName", coalesce(t.completed_by_name, '') as "completedByName",
  array(select f.name from files f where f.task_id = t.id and f.id = any(t.expected_files)
  and f.state in ('declared', 'receiving', 'received') order by f.declared_at, f.id) as files
  from tasks t
  join tenants n on n.id = t.tenant_id
  join buildings b on b.id = t.building_id
  join people p on p.id = $2 and p.active
  where t.id = $3 and t.state = 'completing';

-- mail/outbox-queries.ts claimMail
with taken as (
  select id, state from mail_outbox where id = $1 and state in ('queued', 'sending') for update
  )
  update mail_outbox m set state = 'sending', attempts = m.attempts + 1
  from taken where m.id = taken.id
  returning m.id, m.tenant_id as "tenantId", m.kind, m.person_id as "personId", m.params, m.attempts,
  iso(m.created_at) as "createdAt", taken.state = 'sending' as interrupted;

-- mail/outbox-queries.ts saveSent
update "mail_outbox" set "state" = $1, "message_id" = $2, "sent_at" = $3, "last_error" = $4 where "id" = $5;

-- mail/outbox-queries.ts saveEnded
update "mail_outbox" set "state" = $1, "last_error" = $2 where "id" = $3;

-- mail/outbox-queries.ts saveRetry
update "mail_outbox" set "state" = $1, "last_error" = $2 where "id" = $3;
insert into pgboss.job (name, data, start_after, keep_until, policy, retry_limit, retry_delay, retry_backoff,
  retry_delay_max, expire_seconds, deletion_seconds, dead_letter, heartbeat_seconds)
  select q.name, $1::text::jsonb, now() + make_interval(secs => $2), now() + make_interval(secs => $3) + make_interval(secs => q.retention_seconds), q.policy,
  q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
  q.dead_letter, q.heartbeat_seconds
  from pgboss.queue q where q.name = $4;

-- mail/outbox-queries.ts listForgottenMails
select m.id from mail_outbox m
  where m.state in ('queued', 'sending') and m.created_at < $1 and not exists (
  select from pgboss.job j
  where j.name = 'send-mail' and j.state < 'completed' and j.data ->> 'mailId' = m.id::text);
