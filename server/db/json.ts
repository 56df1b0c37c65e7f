import { sql, type RawBuilder } from 'kysely';

/** A jsonb value for insert or update: the text is cast in SQL, since JSON text bound to jsonb would become a string. */
export function json(value: unknown): RawBuilder<string> {
  return sql<string>`${JSON.stringify(value)}::text::jsonb`;
}
