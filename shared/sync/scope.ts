import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';

/** Scopes are of three kinds: a task, a building (facts, folder tree), the person (own history, receipts, profile). */
export const scopeKindSchema = z.enum(['task', 'building', 'person']);
export type ScopeKind = z.infer<typeof scopeKindSchema>;

/**
 * A scope somebody may hold; `generation` grows each time it is given anew, and of a task each time the person comes to
 * see more or less of it: then it is loaded whole.
 */
export const scopeSchema = z.strictObject({
  kind: scopeKindSchema,
  id: idSchema,
  generation: z.int().check(z.minimum(0)),
});
export type Scope = z.infer<typeof scopeSchema>;

/** The key of a scope on device and server: `task:0190…`. */
export function scopeKey(scope: Pick<Scope, 'kind' | 'id'>): string {
  return `${scope.kind}:${scope.id}`;
}

/** A scope as a device holds it, in the digest of all it holds: another generation is another scope. */
export function heldKey(scope: Scope): string {
  return `${scopeKey(scope)}:${scope.generation}`;
}
