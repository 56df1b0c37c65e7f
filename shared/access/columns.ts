import { z } from 'zod/mini';

/** Staff and ad hoc roles a person may hold in one tenant; several at once, the union counts. */
export const roleSchema = z.enum(['administrator', 'manager', 'executor', 'user', 'ad-hoc']);
export type Role = z.infer<typeof roleSchema>;

/**
 * The columns of the access table: what somebody is towards a tenant. SU supplier's contact (method 2), LH link
 * holder, XU external uploader, AN nobody signed in.
 */
export const columns = ['AD', 'MG', 'EX', 'US', 'AH', 'SU', 'LH', 'XU', 'AN'] as const;
export type Column = (typeof columns)[number];

export const columnOfRole: Readonly<Record<Role, Column>> = {
  administrator: 'AD',
  manager: 'MG',
  executor: 'EX',
  user: 'US',
  'ad-hoc': 'AH',
};

/** The conditions a cell may ask for; `access-table.ts` says what each letter means. */
export const letters = [
  'y',
  't',
  'b',
  'a',
  'g',
  'o',
  's',
  'z',
  'c',
  'q',
  'w',
  'k',
  'x',
  'n',
  'F',
  'M',
] as const;
export type Letter = (typeof letters)[number];
