/** Returns the value, or throws a bug: the caller knows it is there, the type does not. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
