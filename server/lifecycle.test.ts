import { expect, test } from 'vitest';
import { createLifecycle } from '#server/lifecycle.ts';
import { createLog } from '#server/log.ts';

const quiet = createLog('error', () => {});

test('parts end in the reverse order of their start, once', async () => {
  const ended: string[] = [];
  const lifecycle = createLifecycle(quiet);
  for (const name of ['first', 'second', 'third'])
    await lifecycle.start(
      name,
      () => Promise.resolve(name),
      (part) => void ended.push(part),
    );
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(ended).toEqual(['third', 'second', 'first']);
  expect(lifecycle.closing.aborted).toBe(true);
});

test('a part that is still starting when the stop comes is waited for and ended', async () => {
  const ended: string[] = [];
  const lifecycle = createLifecycle(quiet);
  let begun: (name: string) => void = () => {};
  const starting = lifecycle.start(
    'slow',
    () => new Promise<string>((settle) => (begun = settle)),
    (part) => void ended.push(part),
  );
  const stopping = lifecycle.stop();
  begun('slow');
  await Promise.all([starting, stopping]);
  expect(ended).toEqual(['slow']);
});

test('nothing starts once stopping has begun', async () => {
  const lifecycle = createLifecycle(quiet);
  await lifecycle.stop();
  await expect(
    lifecycle.start(
      'late',
      () => Promise.resolve(1),
      () => {},
    ),
  ).rejects.toThrow('Stopping');
});

test('a part that fails or hangs at its end does not keep the others from ending', async () => {
  const ended: string[] = [];
  const told: string[] = [];
  const lifecycle = createLifecycle(
    createLog('error', (line) => told.push(line)),
    50,
  );
  await lifecycle.start(
    'postgres',
    () => Promise.resolve(1),
    () => void ended.push('postgres'),
  );
  await lifecycle.start(
    'broken',
    () => Promise.resolve(1),
    () => Promise.reject(new Error('no')),
  );
  await lifecycle.start(
    'hanging',
    () => Promise.resolve(1),
    () => new Promise(() => {}),
  );
  await lifecycle.stop();
  expect(ended).toEqual(['postgres']);
  expect(told).toEqual([
    expect.stringContaining('hanging did not stop cleanly: Error: still busy after 50 ms'),
    expect.stringContaining('broken did not stop cleanly: Error: no'),
  ]);
});
