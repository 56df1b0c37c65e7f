import type { DbScope } from '#server/db/scope.ts';
import type { Actor } from '#shared/people/actor.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** Who sent the request, read fresh for it. */
export type SignedIn = Readonly<{
  actor: Actor;
  /** The session's stored id, a hash: not what the cookie carries. */
  sessionId: string;
  signedInAt: Instant;
  /** The person's own scope, with every tenant of a membership or an engagement. */
  scope: Extract<DbScope, { kind: 'person' }>;
}>;

/** What handlers find on the context. `person` is set by `requirePerson` only. */
export type AppEnv = { Variables: { requestId: string; person: SignedIn } };
