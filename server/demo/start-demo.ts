import type { AppDeps } from '#server/app-deps.ts';
import { withScope } from '#server/db/scope.ts';
import { demoSignIns } from '#server/demo/demo-people.ts';
import { demoTenants } from '#server/demo/demo-places.ts';
import { listTenantIds } from '#server/people/list-tenant-ids.ts';
import { runChild } from '#server/demo/run-child.ts';
import type { DemoSignIn } from '#server/welcome.ts';

/**
 * Fills a database without tenants with the demo world, and returns whom to sign in as: nobody where the database has a
 * life of its own. Made in a process of its own, because drawing takes 200 MB that the server would never give back.
 */
export async function startDemo(
  deps: Pick<AppDeps, 'db' | 'environment' | 'clock' | 'log' | 'closing'> & { readonly databaseUrl: string },
): Promise<readonly DemoSignIn[]> {
  const listTenants = () => withScope(deps.db, { kind: 'operator' }, listTenantIds);
  if ((await listTenants()).length === 0) {
    deps.log.info('making the demo world, which takes some seconds');
    const { databaseUrl, environment, closing } = deps;
    const order = { databaseUrl, dataDir: environment.dataDir, now: deps.clock() };
    await runChild('make-demo-process.ts', { order, closing });
  }
  const tenantIds = await listTenants();
  return demoTenants.every((one) => tenantIds.includes(one.id)) ? demoSignIns : [];
}
