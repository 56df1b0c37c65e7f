import type { Id } from '#shared/kernel/ids.ts';

const kinds = {
  tenant: '01',
  person: '02',
  building: '03',
  folder: '04',
  supplier: '05',
  template: '06',
  question: '07',
} as const;

/** The id of a fixed thing of the invented world, the same in every test and database: UUIDs in the shape of v7. */
export function worldId(kind: keyof typeof kinds, number: number): Id {
  return `01900000-0000-7000-8000-0000${kinds[kind]}${String(number).padStart(6, '0')}`;
}

/** How ids of one case begin, before `freshIds` gives them a seed of their own. */
export const localPrefix = '0190ca5e-0000-7000-8000-';

/** The id of a thing that belongs to one case (a task, a file, a comment): the same number, the same id. */
export function localId(number: number): Id {
  return `${localPrefix}${String(number).padStart(12, '0')}`;
}
