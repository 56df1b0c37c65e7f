import { z } from 'zod';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { instantSchema, millis, type Instant } from '#shared/kernel/instant.ts';

/**
 * What a device has seen: the snapshot of its last whole pull. It selects which permitted rows to repeat and grants
 * nothing, so it needs no signature; a forged one hurts only its sender. It reaches SQL only after this strict parsing.
 */
const cookieSchema = z.strictObject({
  v: z.literal(1),
  epoch: idSchema,
  snapshot: z
    .string()
    .regex(/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19}){0,400})?$/u)
    .refine(isSnapshot),
  at: instantSchema,
});
export type Cookie = z.infer<typeof cookieSchema>;

/** What PostgreSQL reads as a snapshot: `xmin:xmax:` and those under way between the two, in ascending order. */
function isSnapshot(text: string): boolean {
  const [xmin, xmax, ...underWay] = text.split(/[:,]/u).filter(Boolean).map(BigInt);
  if (xmin === undefined || xmax === undefined || xmin === 0n || xmin > xmax) return false;
  return underWay.every((xid, at) => xid >= (underWay[at - 1] ?? xmin) && xid < xmax);
}

/** Older cookies get a reset, never a silent gap (access.md, decision 14). */
export const horizon = 90 * 24 * 3600_000;

export function encodeCookie(cookie: Omit<Cookie, 'v'>): string {
  return Buffer.from(JSON.stringify({ v: 1, ...cookie })).toString('base64url');
}

/** The cookie, or null where it is broken, from another epoch or beyond the horizon: then everything is sent anew. */
export function decodeCookie(text: string, epoch: Id, now: Instant): Cookie | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const parsed = cookieSchema.safeParse(value);
  if (!parsed.success) return null;
  const cookie = parsed.data;
  return cookie.epoch === epoch && millis(now) - millis(cookie.at) <= horizon ? cookie : null;
}
