import { z } from 'zod';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { instantSchema, millis, type Instant } from '#shared/kernel/instant.ts';
import { digestSchema } from '#shared/sync/pull-message.ts';
import { scopeKindSchema } from '#shared/sync/scope.ts';

/** A cookie is no longer than 4 kB: so many transactions that were under way it names. */
const mostUnderway = 100;
const snapshotSchema = z.string().refine(isSnapshot);

/**
 * What a device has seen: the snapshot at the beginning of its last whole round, and the digest of the scopes it was
 * allowed at its end. It selects which permitted rows to repeat and grants nothing, so it needs no signature; a forged
 * one hurts only its sender. It reaches SQL only after this strict parsing.
 */
const cookieSchema = z.strictObject({
  v: z.literal(2),
  epoch: idSchema,
  snapshot: snapshotSchema,
  at: instantSchema,
  held: digestSchema,
});
export type Cookie = z.infer<typeof cookieSchema>;

/** What PostgreSQL reads as a snapshot: `xmin:xmax:` and those under way between the two, in ascending order. */
function isSnapshot(text: string): boolean {
  if (!/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19}){0,99})?$/u.test(text)) return false;
  const [xmin, xmax, ...underWay] = text.split(/[:,]/u).filter(Boolean).map(BigInt);
  if (xmin === undefined || xmax === undefined || xmin === 0n || xmin > xmax) return false;
  return underWay.every((xid, at) => xid >= (underWay[at - 1] ?? xmin) && xid < xmax);
}

/** A cookie as it is asked; `held` is null where it does not say it. */
export type Seen = Omit<Cookie, 'v' | 'held'> & { readonly held: string | null };

/** As protocol 1 had it, when the server did not know what the device held. */
const firstCookieSchema = cookieSchema.omit({ held: true }).extend({ v: z.literal(1) });

/**
 * Where a round of several pages stands. `snapshot` and `nextSeq` are of its first page; `fresh`: it began with nothing
 * held. Scopes come in the order of kind and id: `after` is the last that came whole, `within` the record after which
 * the next, larger than a page, goes on.
 */
const pageSchema = z.strictObject({
  v: z.literal(1),
  epoch: idSchema,
  snapshot: snapshotSchema,
  at: instantSchema,
  nextSeq: z.number().int().positive(),
  fresh: z.boolean(),
  after: z.strictObject({ kind: scopeKindSchema, id: idSchema }).nullable(),
  within: z.strictObject({ kind: z.string().regex(/^[a-z-]{1,20}$/u), id: idSchema }).nullable(),
});
export type Page = z.infer<typeof pageSchema>;

/** Older cookies get a reset, never a silent gap (access.md, decision 14). */
export const horizon = 90 * 24 * 3600_000;

export function encodeCookie(cookie: Omit<Cookie, 'v'>): string {
  return encode({ v: 2, ...cookie, snapshot: shortened(cookie.snapshot) });
}

export function encodePage(page: Omit<Page, 'v'>): string {
  return encode({ v: 1, ...page, snapshot: shortened(page.snapshot) });
}

/** With more transactions under way than a cookie has room for, all since the oldest of them count as unseen. */
function shortened(snapshot: string): string {
  const [xmin = '', , underway = ''] = snapshot.split(':');
  return underway.split(',').length > mostUnderway ? `${xmin}:${xmin}:` : snapshot;
}

/** What a cookie says, not yet held against epoch and horizon; null where it is broken. */
export function readCookie(text: string): Seen | null {
  const parsed = z.union([cookieSchema, firstCookieSchema]).safeParse(decode(text));
  if (!parsed.success) return null;
  const { epoch, snapshot, at } = parsed.data;
  return { epoch, snapshot, at, held: parsed.data.v === 2 ? parsed.data.held : null };
}

/**
 * The cookie, or null where it is broken, from another epoch or beyond the horizon: then everything is sent anew.
 */
export function decodeCookie(text: string, epoch: Id, now: Instant): Seen | null {
  const cookie = readCookie(text);
  return cookie !== null && isCurrent(cookie, epoch, now) ? cookie : null;
}

/** The same of a page: null means that the round begins anew. */
export function decodePage(text: string, epoch: Id, now: Instant): Page | null {
  const parsed = pageSchema.safeParse(decode(text));
  return parsed.success && isCurrent(parsed.data, epoch, now) ? parsed.data : null;
}

function isCurrent(made: Pick<Cookie, 'epoch' | 'at'>, epoch: Id, now: Instant): boolean {
  return made.epoch === epoch && millis(now) - millis(made.at) <= horizon;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
