import { beforeEach, expect, it, vi } from 'vitest';
import type * as English from '#lib/texts/english.svelte.ts';

let english: typeof English;

beforeEach(async () => {
  vi.resetModules();
  english = await import('#lib/texts/english.svelte.ts');
});

/** A fetch that is answered by hand. */
function byHand() {
  const hand = Promise.withResolvers<void>();
  return { ...hand, fetch: vi.fn(() => hand.promise) };
}

it('a catalog is fetched at once where the app speaks English, and only when asked for where it does not', async () => {
  const [now, later] = [byHand(), byHand()];
  english.addEnglish(now.fetch, true);
  english.addEnglish(later.fetch, false);
  expect([now.fetch, later.fetch].map((fetch) => fetch.mock.calls.length)).toEqual([1, 0]);
  expect(english.areTextsHere()).toBe(false);
  now.resolve();
  await english.whenTextsAreHere();
  expect(english.areTextsHere()).toBe(true);
  later.resolve();
  await english.fetchEnglish();
  expect(later.fetch).toHaveBeenCalledOnce();
});

it('a part waits for the texts that it brought along, also those that came while it waited', async () => {
  const [first, second] = [byHand(), byHand()];
  let part: string | null = null;
  const loading = english
    .loadPart(() => {
      english.addEnglish(first.fetch, true);
      return Promise.resolve('dialog');
    })
    .then((loaded) => (part = loaded));
  await Promise.resolve();
  english.addEnglish(second.fetch, true);
  first.resolve();
  await first.promise;
  await Promise.resolve();
  expect(part).toBeNull();
  second.resolve();
  await loading;
  expect(part).toBe('dialog');
});

it('texts that cannot be had hold nothing up, and are told to whoever chooses English', async () => {
  const lost = byHand();
  english.addEnglish(lost.fetch, true);
  lost.reject(new TypeError('no network'));
  await english.whenTextsAreHere();
  await expect(english.fetchEnglish()).rejects.toThrow('no network');
  expect(english.areTextsHere()).toBe(true);
});
