import { accessTable, type Action } from '#shared/access/access-table.ts';
import type { Column, Letter } from '#shared/access/columns.ts';

/** What is true about one person and one object; a letter left out is false. */
export type AccessFacts = Readonly<Partial<Record<Letter, boolean>>>;

/** Whether one cell's conditions all hold. `f` (fewer fields) is no condition; an unknown letter denies. */
export function cellHolds(cell: string, facts: AccessFacts): boolean {
  if (cell === '-' || cell === '') return false;
  return [...cell].every((letter) => letter === 'f' || letter === 'y' || facts[letter as Letter] === true);
}

/**
 * Whether somebody who is `held` towards the tenant (the union counts) may do `action`, given the facts. Pure; the
 * device asks it too. Unknown actions and columns are denied.
 */
export function can(action: Action, held: readonly Column[], facts: AccessFacts): boolean {
  const row = Object.hasOwn(accessTable, action) ? accessTable[action] : undefined;
  if (row === undefined) return false;
  return held.some((column) => Object.hasOwn(row, column) && cellHolds(row[column], facts));
}

/** Like `can`, but leaves the named conditions out: to tell "wrong moment" from "not yours at all". */
export function couldBut(
  without: readonly Letter[],
  action: Action,
  held: readonly Column[],
  facts: AccessFacts,
): boolean {
  const granted = Object.fromEntries(without.map((letter) => [letter, true]));
  return can(action, held, { ...facts, ...granted });
}
