import { expect, test, vi } from 'vitest';
import { createUploadLocker } from '#server/sync/uploads/upload-lock.ts';

const never = new AbortController().signal;

test('whoever comes later asks the holder to let go, and gets the lock in the order of coming', async () => {
  const locker = createUploadLocker();
  const order: string[] = [];
  const release = vi.fn();
  const first = locker.newLock('a');
  await first.lock(never, release);
  expect(release).not.toHaveBeenCalled();

  const second = locker.newLock('a');
  const third = locker.newLock('a');
  const secondRelease = vi.fn();
  const secondHas = second.lock(never, secondRelease).then(() => order.push('second'));
  const thirdHas = third.lock(never, () => {}).then(() => order.push('third'));
  expect(release).toHaveBeenCalledTimes(2);
  expect(order).toEqual([]);

  await first.unlock();
  await secondHas;
  expect(order).toEqual(['second']);
  // The third one is still waiting: the second hears of it as it begins.
  expect(secondRelease).toHaveBeenCalledTimes(1);
  await second.unlock();
  await thirdHas;
  expect(order).toEqual(['second', 'third']);
  await third.unlock();
  await locker.newLock('a').lock(never, () => {});
});

test('different uploads do not wait for each other', async () => {
  const locker = createUploadLocker();
  await locker.newLock('a').lock(never, () => {});
  await locker.newLock('b').lock(never, () => {});
});

test('who waits too long, or has gone, leaves the line without the lock', async () => {
  const locker = createUploadLocker(20);
  const first = locker.newLock('a');
  await first.lock(never, () => {});
  await expect(locker.newLock('a').lock(never, () => {})).rejects.toMatchObject({ status_code: 500 });

  const gone = new AbortController();
  const waiting = locker.newLock('a').lock(gone.signal, () => {});
  gone.abort();
  await expect(waiting).rejects.toMatchObject({ status_code: 500 });

  const next = locker.newLock('a');
  const has = next.lock(never, () => {});
  await first.unlock();
  await has;
  await next.unlock();
});
