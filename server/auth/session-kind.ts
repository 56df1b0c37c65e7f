import { isStaff } from '#shared/people/actor.ts';
import type { Actor } from '#shared/people/actor.ts';

/** staff: anybody who is staff somewhere · field: suppliers and ad hoc users on their own devices. */
export type SessionKind = 'staff' | 'field';

const hour = 3_600_000;
const day = 24 * hour;

/** How long a session lives unused, and at most (product.md, A6), in milliseconds. */
export const sessionLifetimes: Readonly<Record<SessionKind, Readonly<{ idle: number; absolute: number }>>> = {
  staff: { idle: 12 * hour, absolute: 7 * day },
  field: { idle: 30 * day, absolute: 90 * day },
};

/** Which kind of session the person gets. */
export function sessionKindOf(actor: Pick<Actor, 'memberships'>): SessionKind {
  return isStaff(actor) ? 'staff' : 'field';
}
