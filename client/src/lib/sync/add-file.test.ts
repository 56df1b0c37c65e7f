import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import type { NewFile } from '#lib/sync/add-file.ts';
import { chunkBytes, type ByteSource } from '#lib/sync/copy-bytes.ts';
import { TestTab } from '#lib/testing/test-device.ts';
import { aSource, createWorld, sameBytes } from '#lib/testing/world.ts';
import { must } from '#shared/kernel/must.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

const size = 2 * chunkBytes + 12_345;

async function offlineDevice() {
  const world = createWorld();
  world.server.addTask(aTask());
  const tab = await world.device('siri');
  tab.browser.online = false;
  return { ...world, tab };
}

function photo(source: ByteSource, overrides: Partial<NewFile> = {}): NewFile {
  return {
    source,
    name: 'tavle.jpg',
    type: 'image/jpeg',
    purpose: 'task-attachment',
    taskId: ids.task,
    ...overrides,
  };
}

async function nothingKept(tab: TestTab): Promise<void> {
  expect(await tab.countChunks()).toBe(0);
  expect(await tab.read((db) => db.uploads.count())).toBe(0);
  expect(await tab.read((db) => db.outbox.count())).toBe(0);
}

describe('adding a file', () => {
  it('keeps every byte in pieces, with its hash, and declares it in the same stroke', async () => {
    const { tab } = await offlineDevice();
    const source = aSource(size);
    const stored: number[] = [];
    const added = await tab.sync.addFile(photo(source, { onProgress: (bytes) => stored.push(bytes) }));
    const fileId = added.added ? added.fileId : '';
    const bytes = new Uint8Array(await source.arrayBuffer());
    const [entry] = await tab.read((db) => db.outbox.toArray());
    expect(entry?.command).toMatchObject({
      type: 'declare-file',
      fileId,
      size,
      sha256: bytesToHex(sha256(bytes)),
    });
    expect(await tab.read((db) => db.uploads.get(fileId))).toMatchObject({
      state: 'queued',
      declareId: entry?.id,
      chunks: 3,
    });
    expect(stored).toEqual([chunkBytes, 2 * chunkBytes, size]);
    const read = must(await tab.sync.readFile(fileId), 'file');
    expect(read.blob.type).toBe('image/jpeg');
    expect(await sameBytes(read.blob, source)).toBe(true);
    expect((await tab.sync.task(ids.task)).current?.files).toMatchObject([
      { id: fileId, name: 'tavle.jpg', status: 'on-device', here: true },
    ]);
  });

  it('does not keep an empty one: there is nothing in it', async () => {
    const { tab } = await offlineDevice();
    expect(await tab.sync.addFile(photo(aSource(0)))).toEqual({ added: false, reason: 'empty' });
    await nothingKept(tab);
  });

  it('declares it by a name that can be stored, whatever it was called', async () => {
    const { tab } = await offlineDevice();
    const long = `${'Kontroll av nødlys '.repeat(10)}side 2.jpg`;
    for (const name of [long, 'faktura\u202egpj.pdf']) {
      expect(await tab.sync.addFile(photo(aSource(10), { name }))).toMatchObject({ added: true });
    }
    const names = (await tab.sync.outbox()).map((item) => item.text);
    expect(names[0]).toMatch(/^Kontroll av nødlys .*side 2 \([0-9a-f]{6}\)\.jpg$/u);
    expect(names[1]).toBe('fakturagpj.pdf');
  });

  it('never has more of it in memory than a piece', async () => {
    const { tab } = await offlineDevice();
    const source = aSource(size);
    const asked: number[] = [];
    await tab.sync.addFile(
      photo({
        size,
        slice: (start, end) => {
          asked.push(end - start);
          return source.slice(start, end);
        },
      }),
    );
    expect(Math.max(...asked)).toBe(chunkBytes);
  });

  it.each([
    ['over 500 MB', { size: 500_000_001, slice: () => new Blob() }, 'too-large'],
    [
      'that vanished',
      {
        size: 10,
        slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
      },
      'unreadable',
    ],
    ['that became shorter', { size: 10, slice: () => new Blob(['short']) }, 'unreadable'],
  ])('refuses a file %s and keeps nothing', async (_title, source, reason) => {
    const { tab } = await offlineDevice();
    expect(await tab.sync.addFile(photo(source))).toEqual({ added: false, reason });
    await nothingKept(tab);
  });

  it('refuses what the rules refuse before a byte is copied', async () => {
    const { tab } = await offlineDevice();
    let read = false;
    const source = { size: 4, slice: () => ((read = true), new Blob(['MZ..'])) };
    const added = await tab.sync.addFile(photo(source, { name: 'setup.exe' }));
    expect(added).toEqual({
      added: false,
      reason: 'refused',
      refusal: { code: 'file.program', name: 'setup.exe' },
    });
    expect(read).toBe(false);
    await nothingKept(tab);
  });

  it('says so when the device is full in the middle, and keeps not even half', async () => {
    const { tab } = await offlineDevice();
    const bytes = tab.ports.storage.bytes;
    let puts = 0;
    Object.assign(tab.ports.storage, {
      bytes: (...args: Parameters<typeof bytes>) => {
        const handle = bytes(...args);
        return {
          ...handle,
          use: (work: Parameters<typeof handle.use>[0]) => {
            puts += 1;
            if (puts === 2)
              return Promise.reject(Object.assign(new Error('full'), { name: 'QuotaExceededError' }));
            return handle.use(work);
          },
        };
      },
    });
    await tab.sync.stop();
    tab.start();
    await tab.browser.time.settle();
    puts = 0;
    expect(await tab.sync.addFile(photo(aSource(size)))).toEqual({ added: false, reason: 'full' });
    await nothingKept(tab);
  });

  it('is not called safe when storage gives other bytes back', async () => {
    const { tab } = await offlineDevice();
    let torn = false;
    tab.afterBytes = async (db) => {
      if (torn || (await db.chunks.count()) < 3) return;
      torn = true;
      const chunk = must(await db.chunks.toCollection().first(), 'chunk');
      new Uint8Array(chunk.bytes).set([99], 7);
      await db.chunks.put(chunk);
    };
    expect(await tab.sync.addFile(photo(aSource(size)))).toEqual({ added: false, reason: 'damaged' });
    expect(torn).toBe(true);
    await nothingKept(tab);
  });

  it('is cancelled in the middle without a trace', async () => {
    const { tab } = await offlineDevice();
    const stop = new AbortController();
    const added = await tab.sync.addFile(
      photo(aSource(size), { signal: stop.signal, onProgress: () => stop.abort() }),
    );
    expect(added).toEqual({ added: false, reason: 'cancelled' });
    await nothingKept(tab);
  });

  it('of which only bytes were stored when the tab died is swept away at the next start', async () => {
    const { tab, time } = await offlineDevice();
    let dead = false;
    void tab.sync.addFile(
      photo(aSource(size), {
        onProgress: () => {
          if (!dead) tab.kill();
          dead = true;
        },
      }),
    );
    await time.pass(1_000);
    expect(await tab.countChunks()).toBeGreaterThan(0);
    const next = await tab.browser.open('siri');
    await time.pass(1_000);
    await nothingKept(next);
  });

  it('that another tab is copying just now is not swept', async () => {
    const { tab, time } = await offlineDevice();
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const source = aSource(size);
    const adding = tab.sync.addFile(
      photo({
        size,
        slice: (start, end) => ({
          arrayBuffer: async () => {
            if (start > 0) await held;
            return source.slice(start, end).arrayBuffer();
          },
        }),
      }),
    );
    await time.settle();
    expect(await tab.countChunks()).toBe(1);
    // A second tab starts as leader, as after the first one froze, and sweeps.
    const other = new TestTab(tab.browser, people.siri.id);
    Object.assign(other.ports, { locks: { ...other.ports.locks, hold: skipEngineLock(other) } });
    other.start();
    await time.pass(1_000);
    expect(await tab.countChunks()).toBe(1);
    release();
    expect((await adding).added).toBe(true);
    expect(await tab.countChunks()).toBe(3);
  });
});

/** Leads although another tab does: the sweep is what is looked at. */
function skipEngineLock(tab: TestTab) {
  const hold = tab.ports.locks.hold;
  return ((name, options, work) =>
    name.startsWith('oppdrag-sync-') ? work(true) : hold(name, options, work)) as typeof hold;
}
