import { z } from 'zod/mini';
import { roleSchema, columnOfRole, type Column } from '#shared/access/columns.ts';
import { idSchema, type Id } from '#shared/kernel/ids.ts';

/** One staff or ad hoc membership in a tenant. `buildingIds` is null where the role reaches every building. */
export const membershipSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  roles: z.array(roleSchema),
  buildingIds: z.nullable(z.array(idSchema)),
});
export type Membership = z.infer<typeof membershipSchema>;

/** One tenant's supplier that the person may act for (method 2). */
export const engagementSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  supplierId: idSchema,
  supplierName: z.string(),
});
export type Engagement = z.infer<typeof engagementSchema>;

/**
 * Who somebody is, as far as rules ask: gathered by the server for every write, and kept on the device (record
 * `profile`) so that it can predict.
 */
export const actorSchema = z.strictObject({
  personId: idSchema,
  name: z.string(),
  memberships: z.array(membershipSchema),
  engagements: z.array(engagementSchema),
});
export type Actor = z.infer<typeof actorSchema>;

/** What the person is towards one tenant: the columns of the access table that count there. */
export function columnsIn(actor: Actor, tenantId: Id): Column[] {
  const held = new Set<Column>();
  for (const membership of actor.memberships) {
    if (membership.tenantId !== tenantId) continue;
    for (const role of membership.roles) held.add(columnOfRole[role]);
  }
  if (actor.engagements.some((engagement) => engagement.tenantId === tenantId)) held.add('SU');
  return [...held];
}

/** Whether the person is staff anywhere: decides the lifetime of sessions and whether the office is shown. */
export function isStaff(actor: Pick<Actor, 'memberships'>): boolean {
  return actor.memberships.some((membership) => membership.roles.some((role) => role !== 'ad-hoc'));
}

/** Letter `t`: a live membership in the tenant. */
export function isMember(actor: Actor, tenantId: Id): boolean {
  return actor.memberships.some((m) => m.tenantId === tenantId && m.roles.length > 0);
}

/** Letter `b`: the building is among the person's own or their teams'. */
export function reachesBuilding(actor: Actor, tenantId: Id, buildingId: Id): boolean {
  return actor.memberships.some(
    (m) => m.tenantId === tenantId && (m.buildingIds === null || m.buildingIds.includes(buildingId)),
  );
}
