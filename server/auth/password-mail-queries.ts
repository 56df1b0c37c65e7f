import type { Kysely } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { MailLanguage } from '#server/mail/mail-text.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** Whom a mail about somebody's own sign-in goes to, in the language of a tenant of theirs; null when inactive. */
export async function findSignInReceiver(
  db: Kysely<Database>,
  personId: Id,
): Promise<{ name: string; email: string; language: MailLanguage } | null> {
  const row = await db
    .selectFrom('people as p')
    .select(({ selectFrom }) => [
      'p.name',
      'p.email',
      selectFrom('tenants as t')
        .leftJoin('memberships as m', (join) =>
          join.onRef('m.tenant_id', '=', 't.id').on('m.active', '=', true).on('m.person_id', '=', personId),
        )
        .leftJoin('supplier_contacts as c', (join) =>
          join.onRef('c.tenant_id', '=', 't.id').on('c.active', '=', true).on('c.person_id', '=', personId),
        )
        .select('t.language')
        .where((either) =>
          either.or([either('m.person_id', 'is not', null), either('c.person_id', 'is not', null)]),
        )
        .orderBy('m.person_id')
        .orderBy('t.name')
        .limit(1)
        .as('language'),
    ])
    .where('p.id', '=', personId)
    .where('p.active', '=', true)
    .executeTakeFirst();
  return row ? { ...row, language: row.language ?? 'nb' } : null;
}
