import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCookie,
  decodePage,
  encodeCookie,
  encodePage,
  horizon,
  readCookie,
  type Cookie,
  type Page,
} from '#server/sync/cookie.ts';
import { scopeKindSchema } from '#shared/sync/scope.ts';
import { now } from '#shared/testing/builders.ts';

/* What the server wrote it reads again, whatever it was; what it did not write is nothing to it, and no fault. */

const xid = fc.bigInt({ min: 1n, max: 9_000_000_000_000_000_000n });
/** As PostgreSQL writes them: those under way lie between the two ends, in ascending order. */
const snapshot = fc
  .tuple(xid, fc.uniqueArray(fc.bigInt({ min: 0n, max: 10_000n }), { maxLength: 100 }))
  .map(([xmin, steps]) => {
    const underway = steps.map((step) => xmin + step).sort((a, b) => (a < b ? -1 : 1));
    const xmax = (underway.at(-1) ?? xmin) + 1n;
    return `${xmin}:${xmax}:${underway.join()}`;
  });
const id = fc.uuid();
const recently = fc
  .integer({ min: 0, max: horizon })
  .map((ago) => new Date(Date.parse(now) - ago).toISOString());
const digest = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((hash) => hash.toString(16).padStart(16, '0'));

const cookies: fc.Arbitrary<Omit<Cookie, 'v'>> = fc.record({
  epoch: id,
  snapshot,
  at: recently,
  held: digest,
});
const pages: fc.Arbitrary<Omit<Page, 'v'>> = fc.record({
  epoch: id,
  snapshot,
  at: recently,
  nextSeq: fc.integer({ min: 1 }),
  fresh: fc.boolean(),
  after: fc.option(fc.record({ kind: fc.constantFrom(...scopeKindSchema.options), id })),
  within: fc.option(fc.record({ kind: fc.constantFrom('own-file', 'past-task', 'profile'), id })),
});

const base64 = (value: string) => Buffer.from(value).toString('base64url');
/** What PostgreSQL would not read, though it looks like a snapshot. */
const brokenSnapshot = xid.chain((a) =>
  fc.constantFrom(
    `${a + 1n}:${a}:`,
    `0:${a}:`,
    `${a}:${a + 9n}:${a - 1n}`,
    `${a}:${a + 9n}:${a + 9n}`,
    `${a}:${a + 9n}:${a + 5n},${a + 3n}`,
    `${a}:${a + 9n}:${a + 5n},`,
    `${a}:${a + 900n}:${Array.from({ length: 101 }, (_, at) => a + BigInt(at)).join()}`,
    `${a}:${a + 9n}`,
    `-${a}:${a}:`,
    `${a}:${a}:\n`,
  ),
);
/** Nonsense, and everything that looks more and more like one of ours. */
const madeUp = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.base64String(),
  fc.json().map(base64),
  fc.anything().map((value) => base64(JSON.stringify({ v: 2, snapshot: value }) ?? '')),
  fc
    .tuple(cookies, brokenSnapshot)
    .map(([cookie, text]) => base64(JSON.stringify({ v: 2, ...cookie, snapshot: text }))),
  fc
    .tuple(cookies, fc.constantFrom('v', 'epoch', 'snapshot', 'at', 'held', 'more'), fc.jsonValue())
    .filter(([cookie, field, value]) => typeof value !== 'string' || !(field in cookie))
    .filter(([, field, value]) => field !== 'v' || (value !== 1 && value !== 2))
    .map(([cookie, field, value]) => base64(JSON.stringify({ v: 2, ...cookie, [field]: value }))),
);

describe('what the server wrote', () => {
  it('as a cookie it reads as it was, and no longer than there is room for', () => {
    fc.assert(
      fc.property(cookies, (cookie) => {
        const text = encodeCookie(cookie);
        expect(text.length).toBeLessThanOrEqual(4096);
        expect(decodeCookie(text, cookie.epoch, now)).toEqual(cookie);
      }),
    );
  });

  it('as a page it reads as it was', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const text = encodePage(page);
        expect(text.length).toBeLessThanOrEqual(4096);
        expect(decodePage(text, page.epoch, now)).toEqual({ v: 1, ...page });
      }),
    );
  });

  it('as the one it does not take for the other', () => {
    fc.assert(
      fc.property(cookies, pages, (cookie, page) => {
        expect(readCookie(encodePage(page))).toBeNull();
        expect(decodePage(encodeCookie(cookie), cookie.epoch, now)).toBeNull();
      }),
    );
  });
});

describe('what somebody made up', () => {
  it('is no cookie and no page, and no fault either', () => {
    fc.assert(
      fc.property(madeUp, id, (text, epoch) => {
        expect(readCookie(text)).toBeNull();
        expect(decodePage(text, epoch, now)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a real one, cut or with letters changed, is none or as strict as one', () => {
    const change = fc.record({ at: fc.nat(4_095), letter: fc.base64String({ minLength: 0, maxLength: 2 }) });
    fc.assert(
      fc.property(
        cookies,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.nat(4_096),
        (cookie, changes, end) => {
          let text = encodeCookie(cookie);
          for (const { at, letter } of changes) {
            const place = at % text.length;
            text = text.slice(0, place) + letter + text.slice(place + 1);
          }
          const read = readCookie(text.slice(0, end));
          if (read === null) return;
          expect(read.snapshot).toMatch(/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/u);
          const [xmin, xmax, ...underway] = read.snapshot.split(/[:,]/u).filter(Boolean).map(BigInt);
          const inOrder = [xmin, ...underway, xmax].every(
            (one, i, all) => i === 0 || (all[i - 1] ?? 0n) <= (one ?? 0n),
          );
          expect(inOrder).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
