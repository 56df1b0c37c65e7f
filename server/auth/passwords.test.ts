import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { createGate } from '#server/http/gate.ts';
import { createPasswords } from '#server/auth/passwords.ts';

const passwords = createPasswords();

test('a password is verified exactly as typed, beyond the 72nd byte too', async () => {
  const long = `${'katten sover på ovnen '.repeat(4)}x`;
  const stored = await passwords.hash(long);
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/);
  expect(await passwords.verify(stored, long)).toEqual({ ok: true, outdated: false });
  expect((await passwords.verify(stored, `${long.slice(0, -1)}y`)).ok).toBe(false);
  expect((await passwords.verify(stored, ` ${long}`)).ok).toBe(false);
  expect((await passwords.verify(stored, `${long}\u0000`)).ok).toBe(false);
});

test('æ typed in one part or in two is the same password', async () => {
  const stored = await passwords.hash('blåbærtøyets'.normalize('NFD'));
  expect((await passwords.verify(stored, 'blåbærtøyets'.normalize('NFC'))).ok).toBe(true);
});

test('nobody’s password is never right, nor one longer than any can be', async () => {
  expect((await passwords.verify(null, 'katten sover på ovnen')).ok).toBe(false);
  const tooLong = 'k'.repeat(129);
  const stored = await hash(tooLong, { memoryCost: 47_104, timeCost: 2 });
  expect((await passwords.verify(stored, tooLong)).ok).toBe(false);
});

test('a hash of other costs is right but outdated; one that asks for too much memory is not computed', async () => {
  const old = await hash('katten sover på ovnen', { memoryCost: 19_456, timeCost: 2 });
  expect(await passwords.verify(old, 'katten sover på ovnen')).toEqual({ ok: true, outdated: true });
  const huge = old.replace('m=19456', 'm=1048576');
  await expect(passwords.verify(huge, 'katten sover på ovnen')).rejects.toThrow('too much memory');
});

test('two run at once, 32 wait in line, and the rest are told to come back', async () => {
  const gate = createGate({ running: 2, waiting: 32 });
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((later) => setTimeout(later, 1));
    running -= 1;
  };
  const all = await Promise.allSettled(Array.from({ length: 300 }, () => gate(work)));
  expect(most).toBe(2);
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(34);
  const turnedAway = all.find((one) => one.status === 'rejected');
  expect(turnedAway?.reason).toMatchObject({ code: 'unavailable', facts: { retryAfter: 2 } });
  await gate(work);
});

test('work that fails gives its place to the next', async () => {
  const gate = createGate({ running: 1, waiting: 1 });
  const failing = gate(() => Promise.reject(new Error('no')));
  const next = gate(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
