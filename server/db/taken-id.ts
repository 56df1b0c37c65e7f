/** Thrown where a row under an id that a client made turns out to be another's. */
export class TakenId extends Error {
  constructor(what: string) {
    super(`The id of this ${what} is taken.`);
    this.name = 'TakenId';
  }
}

/**
 * Whether a row was refused because an id made by a client is taken: in sight (unique violation) or out of sight (row
 * level security on a conflicting row).
 */
export function isTakenId(error: unknown): boolean {
  if (error instanceof TakenId) return true;
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code === '42501') return error.message.includes('row-level security');
  if (error.code !== '23505' || !('constraint_name' in error)) return false;
  return typeof error.constraint_name === 'string' && error.constraint_name.endsWith('_pkey');
}
