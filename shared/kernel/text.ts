import { z } from 'zod/mini';

/** Lone surrogates and NUL cannot be stored as text by PostgreSQL; bidirectional overrides only serve to deceive. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !/[\u0000\u202a-\u202e\u2066-\u2069]/u.test(text);
}

/** A line or more of text written by a person: 1 to `max` characters (code points) after trimming. */
export function textSchema(max: number) {
  return z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(max),
      z.refine(isStorable, { error: 'unstorable characters' }),
    );
}

/** Like `textSchema`, but may be empty. */
export function optionalTextSchema(max: number) {
  return z
    .string()
    .check(z.trim(), z.maxLength(max), z.refine(isStorable, { error: 'unstorable characters' }));
}
