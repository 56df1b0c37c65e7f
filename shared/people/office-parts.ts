import type { Role } from '#shared/access/columns.ts';
import type { Actor } from '#shared/people/actor.ts';

/** What of the office somebody has: its archives, its list of tasks, and planning in it. */
export interface OfficeParts {
  readonly archive: boolean;
  readonly tasks: boolean;
  readonly planning: boolean;
}

export const noOffice: OfficeParts = { archive: false, tasks: false, planning: false };

const parts: Readonly<Record<Role, OfficeParts>> = {
  administrator: { archive: true, tasks: true, planning: true },
  manager: { archive: true, tasks: true, planning: true },
  executor: { archive: true, tasks: true, planning: false },
  user: { archive: true, tasks: false, planning: false },
  'ad-hoc': noOffice,
};

/** What the office offers to this person: the access table by role, short enough for the first page to carry. */
export function officeParts(actor: Pick<Actor, 'memberships'>): OfficeParts {
  const held = actor.memberships.flatMap(({ roles }) => roles.map((role) => parts[role]));
  return {
    archive: held.some((one) => one.archive),
    tasks: held.some((one) => one.tasks),
    planning: held.some((one) => one.planning),
  };
}
