import { Dexie, type Table } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { follow, lookAtOnce } from '#lib/device/follow.ts';

// Queries are followed only where the environment has the API.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });

class Counters extends Dexie {
  declare rows: Table<{ id: string; count: number }, string>;

  constructor() {
    super('counters');
    this.version(1).stores({ rows: 'id' });
  }
}

const db = new Counters();
const ends: (() => void)[] = [];
let touch: () => void = () => undefined;

beforeAll(async () => void (await db.open()));
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await db.rows.clear();
});

const count = async () => (await db.rows.get('a'))?.count ?? 0;
const write = (value: number) => db.rows.put({ id: 'a', count: value });
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Follows a query; what was heard, in order. */
function heardOf<T>(
  query: () => Promise<T>,
  work: () => Promise<unknown> | void = () => undefined,
): unknown[] {
  const heard: unknown[] = [];
  const next = async (value: T) => {
    heard.push(value);
    await work();
  };
  const following = follow(query, { next, error: (error) => heard.push(error) });
  ends.push(following.end);
  touch = following.touch;
  return heard;
}

it('hears what is there, and every change after it', async () => {
  const heard = heardOf(count);
  await vi.waitFor(() => expect(heard).toEqual([0]));
  await write(1);
  await vi.waitFor(() => expect(heard).toEqual([0, 1]));
  await write(2);
  await vi.waitFor(() => expect(heard).toEqual([0, 1, 2]));
});

it('reads again after dear work only when it has rested, and the last change always', async () => {
  const reading = vi.fn(count);
  const heard = heardOf(reading, () => pause(40));
  await vi.waitFor(() => expect(heard).toEqual([0]));
  for (let value = 1; value <= 60; value += 1) {
    await write(value);
    await pause(5);
  }
  await vi.waitFor(() => expect(heard.at(-1)).toBe(60), 3_000);
  expect(reading.mock.calls.length).toBeLessThan(30);
});

it('hears answers although something changes whenever it reads', async () => {
  let written = 0;
  const writing = setInterval(() => void write((written += 1)), 2);
  ends.push(() => clearInterval(writing));
  const heard = heardOf(async () => {
    let read = 0;
    for (let times = 0; times < 300; times += 1) read = await count();
    return read;
  });
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(2), 3_000);
});

it('hears of a query that failed, and reads again when what it read changes', async () => {
  const fault = new Error('gone');
  const heard = heardOf(async () => {
    if ((await count()) === 0) throw fault;
    return 'read';
  });
  await vi.waitFor(() => expect(heard).toEqual([fault]));
  await write(1);
  await vi.waitFor(() => expect(heard).toEqual([fault, 'read']));
});

it('reads again when it is touched, and is not cut short by it', async () => {
  const reading = vi.fn(async () => {
    await count();
    return reading.mock.calls.length;
  });
  const heard = heardOf(reading, () => pause(20));
  for (let times = 0; times < 30; times += 1) {
    touch();
    await pause(5);
  }
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(1), 2_000);
  const looks = reading.mock.calls.length;
  await vi.waitFor(() => expect(heard).toHaveLength(looks));
  expect(looks).toBeLessThan(15);
});

it('goes on where showing an answer broke', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const fault = new Error('a screen broke');
  let broken = true;
  const heard = heardOf(count, () => {
    if (!broken) return;
    broken = false;
    throw fault;
  });
  await vi.waitFor(() => expect(reported).toHaveBeenCalledWith(fault));
  await write(1);
  await vi.waitFor(() => expect(heard).toEqual([0, 1]));
  vi.unstubAllGlobals();
});

it('is silent once it was ended', async () => {
  const heard = heardOf(count, () => pause(20));
  await vi.waitFor(() => expect(heard).toEqual([0]));
  await write(1);
  for (const end of ends.splice(0)) end();
  await write(2);
  await pause(150);
  expect(heard).toEqual([0]);
});

// Last: the attention it draws outlasts it.
it('looks at once where the person did something, however dear the last look was', async () => {
  const heard = heardOf(count, () => pause(60));
  await vi.waitFor(() => expect(heard).toEqual([0]));
  await pause(80);
  await write(1);
  await pause(50);
  expect(heard).toEqual([0]);
  lookAtOnce();
  await vi.waitFor(() => expect(heard).toEqual([0, 1]), { timeout: 200, interval: 10 });
});
