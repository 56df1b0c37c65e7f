import { expect, test } from 'vitest';
import type { Answer } from '#lib/api/request.ts';
import { Loaded } from '#lib/office/loaded.svelte.ts';

/** Answers by hand, in whatever order. */
function scripted() {
  const waiting: ((answer: Answer<string>) => void)[] = [];
  const loaded = new Loaded<string>(() => new Promise((resolve) => waiting.push(resolve)));
  return { loaded, answer: (at: number, answer: Answer<string>) => waiting[at]?.(answer) };
}
const data = (text: string): Answer<string> => ({ ok: true, data: text });
const trouble = (code: 'network' | 'not-found'): Answer<string> => ({ ok: false, trouble: { code } });

test('of two questions only the later one counts, whichever is answered first', async () => {
  const { loaded, answer } = scripted();
  const first = loaded.load();
  const second = loaded.load();
  answer(1, data('new'));
  answer(0, data('old'));
  await Promise.all([first, second]);
  expect(loaded.data).toBe('new');
  expect(loaded.loading).toBe(false);
});

test('without contact what was shown stays, with its time and the trouble', async () => {
  const { loaded, answer } = scripted();
  const first = loaded.load();
  answer(0, data('list'));
  await first;
  const at = loaded.loadedAt;
  const second = loaded.load();
  answer(1, trouble('network'));
  await second;
  expect([loaded.data, loaded.loadedAt, loaded.trouble?.code]).toEqual(['list', at, 'network']);
});

test('what was taken away is no longer shown', async () => {
  const { loaded, answer } = scripted();
  const first = loaded.load();
  answer(0, data('task'));
  await first;
  const second = loaded.load();
  answer(1, trouble('not-found'));
  await second;
  expect([loaded.data, loaded.trouble?.code]).toEqual([undefined, 'not-found']);
});

test('an answer to what has been cleared away is not shown', async () => {
  const { loaded, answer } = scripted();
  const first = loaded.load();
  loaded.clear();
  answer(0, data('another task'));
  await first;
  expect([loaded.data, loaded.loading]).toEqual([undefined, false]);
});
