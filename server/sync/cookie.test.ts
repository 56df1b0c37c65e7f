import { v7 as uuid } from 'uuid';
import { expect, test } from 'vitest';
import { decodeCookie, encodeCookie } from '#server/sync/cookie.ts';
import { emptyDigest } from '#shared/sync/digest.ts';
import { now } from '#shared/testing/builders.ts';

const epoch = uuid();
const ninetyDays = 90 * 24 * 3_600_000;
const snapshot = '740:745:740,743';
const ago = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
const cookie = (at: string, of = epoch) => encodeCookie({ epoch: of, snapshot, at, held: emptyDigest });

test('a cookie is good for 90 days and not a millisecond longer', () => {
  expect(decodeCookie(cookie(ago(ninetyDays)), epoch, now)).toMatchObject({ snapshot, held: emptyDigest });
  expect(decodeCookie(cookie(ago(ninetyDays + 1)), epoch, now)).toBeNull();
});

test('a cookie of another life of the server is none', () => {
  expect(decodeCookie(cookie(now, uuid()), epoch, now)).toBeNull();
});

test('a cookie names no more transactions under way than it has room for', () => {
  const underWay = Array.from({ length: 101 }, (_, at) => 1000 + at);
  const many = encodeCookie({ epoch, snapshot: `1000:2000:${underWay.join()}`, at: now, held: emptyDigest });
  expect(decodeCookie(many, epoch, now)?.snapshot).toBe('1000:1000:');
});
