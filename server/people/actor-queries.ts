import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Actor } from '#shared/people/actor.ts';

/**
 * The person with all live memberships and engagements, or null when unknown or inactive. An inactive membership,
 * supplier or contact does not count, nor does a contact who may not act.
 */
export async function findActor(db: Kysely<Database>, personId: Id): Promise<Actor | null> {
  const { rows } = await sql<{ actor: Actor | null }>`select actor_of(${personId}) as actor`.execute(db);
  return must(rows[0], 'actor').actor;
}

/**
 * Like `findActor`, and holds what it read until the transaction ends: a deactivation on its way is waited for and
 * seen, a later one waits. Inside that transaction the actor is true.
 */
export async function lockActor(trx: Transaction<Database>, personId: Id): Promise<Actor | null> {
  const { rows } = await sql<{ actor: Actor | null }>`select lock_actor(${personId}) as actor`.execute(trx);
  return must(rows[0], 'actor').actor;
}

/** Every tenant the actor has to do with: what row level security lets the person's transactions see. */
export function tenantIdsOf(actor: Pick<Actor, 'memberships' | 'engagements'>): Id[] {
  return [...new Set([...actor.memberships, ...actor.engagements].map((each) => each.tenantId))];
}
