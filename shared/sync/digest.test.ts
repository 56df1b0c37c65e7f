import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestOf, emptyDigest } from '#shared/sync/digest.ts';

const texts = fc.uniqueArray(fc.string({ maxLength: 60 }), { maxLength: 40 });

it('does not depend on the order of the texts', () => {
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.nat()), (all, dice) => {
      const shuffled = all
        .map((text) => ({ text, at: dice.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ text }) => text);
      expect(digestOf(shuffled)).toBe(digestOf(all));
    }),
  );
});

it('takes away what was added, and goes on from what was there', () => {
  fc.assert(
    fc.property(texts, fc.nat(40), (all, cut) => {
      const [first, rest] = [all.slice(0, cut), all.slice(cut)];
      expect(digestOf(rest, digestOf(first))).toBe(digestOf(all));
      expect(digestOf(rest, digestOf(all))).toBe(digestOf(first));
      expect(digestOf(all, digestOf(all))).toBe(emptyDigest);
    }),
  );
});

it('tells scopes apart by one digit of their generation', () => {
  const keys = Array.from({ length: 20_000 }, (_, at) => `task:0190ca5e-0000-7000-8000-000000000001:${at}`);
  expect(new Set(keys.map((key) => digestOf([key]))).size).toBe(keys.length);
});
