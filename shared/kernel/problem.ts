import { z } from 'zod/mini';

/**
 * Trouble of transport or server, never about the work itself: the person signs in, updates, waits or retries.
 * Each code says when it occurs; what the person can do stands in the client's `texts/problem-texts.ts`.
 */
export const problemStatus = {
  /** The request does not fit its schema, or an id in it is no id. */
  'request.invalid': 400,
  /** No session, or it ended. The queue pauses; nothing is lost. */
  'session.missing': 401,
  /** E-mail and password do not belong together (the same answer for an unknown e-mail). */
  'sign-in.wrong': 401,
  /** A request that did not come from our own pages. */
  'request.cross-site': 403,
  /** Visible, but not permitted to this person. */
  'grant.missing': 403,
  /** The device was blocked by an administrator. */
  'device.blocked': 403,
  /** Not there, or not visible: the same answer. */
  'not-found': 404,
  /** A direct command was refused; `refusal` says why. */
  'command.refused': 409,
  /** The device's sequence has a gap: `expected` is the next number the server knows. */
  'device.gap': 409,
  /** Two profiles share one device id: take a new one, keep the command ids. */
  'device.forked': 409,
  /** The cookie is from another epoch or too old: pull everything again. */
  'cookie.reset': 409,
  /** The digest of the scopes the device holds is not what the server expects: send their list. */
  'held.wanted': 409,
  /** A link, ticket or upload address that no longer works. */
  'link.dead': 410,
  /** Larger than this route takes. */
  'request.too-large': 413,
  /** New password refused: fewer than 12 or more than 128 characters. */
  'password.too-short': 422,
  /** New password refused: on the list of common ones. */
  'password.too-common': 422,
  /** The mailed code is not right, too old, or its five tries are spent (the same answer for an unknown e-mail). */
  'code.wrong': 422,
  /** The client is too old for this server: update the app, the queue is kept. */
  'client.outdated': 426,
  /** Too many attempts; `retryAfter` in seconds. */
  'rate.limited': 429,
  /** We were wrong. Never says more. */
  internal: 500,
  /** Starting, stopping or overloaded: try again. */
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;
export type ProblemStatus = (typeof problemStatus)[ProblemCode];

export const problemCodeSchema = z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]);

/** The body of every problem answer (RFC 9457 in shape), content type `application/problem+json`. */
export const problemSchema = z.object({
  code: problemCodeSchema,
  status: z.int(),
  requestId: z.string(),
  retryAfter: z.optional(z.int()),
  expected: z.optional(z.int()),
  refusal: z.optional(z.looseObject({ code: z.string() })),
  fields: z.optional(z.array(z.string())),
});
export type Problem = z.infer<typeof problemSchema>;
