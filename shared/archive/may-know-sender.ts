import { can } from '#shared/access/can.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { columnsIn, isMember, type Actor } from '#shared/people/actor.ts';

/**
 * Whether the person may be told who sent a file of the archive. Not who sent it for another supplier: suppliers are
 * for staff to know. `partyId` is the supplier company, or the sender where they sent it for themselves.
 */
export function mayKnowSender(actor: Actor, file: { tenantId: Id; fromId: Id; partyId: Id }): boolean {
  const { tenantId, fromId, partyId } = file;
  if (partyId === fromId) return true;
  const own = actor.engagements.some((one) => one.tenantId === tenantId && one.supplierId === partyId);
  return can('list-suppliers', columnsIn(actor, tenantId), { t: isMember(actor, tenantId), o: own });
}
