import type { AppDeps } from '#server/app-deps.ts';
import { withScope } from '#server/db/scope.ts';
import { demoSignIns } from '#server/demo/demo-people.ts';
import { demoTenants } from '#server/demo/demo-places.ts';
import { listTenantIds } from '#server/demo/demo-queries.ts';
import type { DemoDeps } from '#server/demo/make-demo-world.ts';
import type { DemoSignIn } from '#server/welcome.ts';

/**
 * Fills a database without tenants with the demo world, and returns whom to sign in as: nobody where the database has a
 * life of its own. What draws and writes the world is loaded only then.
 */
export async function startDemo(deps: DemoDeps & Pick<AppDeps, 'log'>): Promise<readonly DemoSignIn[]> {
  const listTenants = () => withScope(deps.db, { kind: 'operator' }, listTenantIds);
  if ((await listTenants()).length === 0) {
    deps.log.info('making the demo world, which takes some seconds');
    const { makeDemoWorld } = await import('#server/demo/make-demo-world.ts');
    await makeDemoWorld(deps);
  }
  const tenantIds = await listTenants();
  return demoTenants.every((one) => tenantIds.includes(one.id)) ? demoSignIns : [];
}
