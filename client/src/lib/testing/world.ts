import { ModelServer } from '#lib/testing/model-server.ts';
import { TestBrowser, type TestTab } from '#lib/testing/test-device.ts';
import { createVirtualTime, type VirtualTime } from '#lib/testing/virtual-time.ts';
import { now } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';

/** A server, time, and browsers as a test needs them. */
export interface World {
  readonly time: VirtualTime;
  readonly server: ModelServer;
  browser(person: PersonName | null): TestBrowser;
  /** A browser of the person's own with one tab that has synced. */
  device(person: PersonName): Promise<TestTab>;
}

/** A new world at the moment of the shared builders. */
export function createWorld(): World {
  const time = createVirtualTime(now);
  const server = new ModelServer(() => time.now());
  const browser = (person: PersonName | null) => new TestBrowser(server, time, person);
  return {
    time,
    server,
    browser,
    async device(person) {
      const tab = await browser(person).open(person);
      await time.pass(1_000);
      return tab;
    },
  };
}

/** A file to pick: so many bytes that differ from place to place. */
export function aSource(size: number, seed = 1): Blob {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + seed * 7 + (at >> 8)) & 255;
  return new Blob([bytes]);
}

/** Whether two files are the same, byte for byte. */
export async function sameBytes(a: Blob | Uint8Array | undefined, b: Blob): Promise<boolean> {
  if (a === undefined) return false;
  const one = a instanceof Blob ? new Uint8Array(await a.arrayBuffer()) : a;
  const other = new Uint8Array(await b.arrayBuffer());
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Until it holds; lets virtual time pass, at most half a minute of it. */
export async function eventually(time: VirtualTime, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 500) {
    await time.settle();
    if (await holds()) return;
    await time.pass(500);
  }
  throw new Error('it did not come about within half a minute');
}
