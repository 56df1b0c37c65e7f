import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertHost, openDataDir } from '#server/check-surroundings.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oppdrag-surroundings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the folder of DATA_DIR is made for this user alone, and nothing is left of the trial', () => {
  const dataDir = join(folder, 'some', 'where');
  openDataDir(dataDir);
  openDataDir(dataDir);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a DATA_DIR in which nothing can be written is told by name', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openDataDir(file)).toThrow(
    `DATA_DIR is "${file}"; it must be a folder in which this user can write (ENOTDIR).`,
  );
  expect(() => openDataDir(join(file, 'data'))).toThrow('DATA_DIR is ');
});

if (process.platform === 'linux')
  test('a DATA_DIR below /proc is refused instead of asked for without end', () => {
    expect(() => openDataDir('/proc/oppdrag/data')).toThrow('DATA_DIR is "/proc/oppdrag/data"');
    expect(() => openDataDir('/proc')).toThrow('DATA_DIR is "/proc"');
  });

test('a HOST that is no name or address of this machine is told by name', async () => {
  await expect(assertHost('nosuch.invalid')).rejects.toThrow(
    'HOST is "nosuch.invalid"; it must be a name or address of this machine (',
  );
  await expect(assertHost('203.0.113.7')).rejects.toThrow(
    'This machine does not have the address HOST=203.0.113.7.',
  );
  await assertHost('localhost');
  await assertHost(null);
});
