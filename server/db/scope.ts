import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#server/db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';

/**
 * What row level security lets a transaction see. person: a request, with the tenants the person belongs to · tenant:
 * jobs and builders · sign-in: identity tables only, before anybody is known · mail: the outbox · operator: tenants.
 */
export type DbScope =
  | { readonly kind: 'person'; readonly personId: Id; readonly tenantIds: readonly Id[] }
  | { readonly kind: 'tenant'; readonly tenantId: Id }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'mail' }
  | { readonly kind: 'operator' };

export interface ScopeOptions {
  /** `snapshot`: repeatable read, read only, for pulls. */
  readonly reading?: 'snapshot';
}

/**
 * Runs `work` in one transaction under the scope. The settings are local to the transaction, so that a pooled
 * connection carries nothing over. The only way from a request to the database.
 */
export async function withScope<Result>(
  db: Kysely<Database>,
  scope: DbScope,
  work: (trx: Transaction<Database>) => Promise<Result>,
  options: ScopeOptions = {},
): Promise<Result> {
  const transaction = db.transaction();
  const configured =
    options.reading === 'snapshot'
      ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only')
      : transaction;
  return configured.execute(async (trx) => {
    await enterScope(trx, scope);
    return work(trx);
  });
}

/** Sets the scope of the running transaction; for the few places that learn it midway (a job that finds its tenant). */
export async function enterScope(trx: Transaction<Database>, scope: DbScope): Promise<void> {
  const tenants = scope.kind === 'person' ? scope.tenantIds : scope.kind === 'tenant' ? [scope.tenantId] : [];
  const person = scope.kind === 'person' ? scope.personId : '';
  const mode = scope.kind === 'person' || scope.kind === 'tenant' ? '' : scope.kind;
  await sql`select set_config('app.tenants', ${tenants.join(',')}, true),
    set_config('app.person', ${person}, true), set_config('app.mode', ${mode}, true)`.execute(trx);
}
