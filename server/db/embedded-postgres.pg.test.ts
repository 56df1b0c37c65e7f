import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import type { EmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { createLog } from '#server/log.ts';

let dataDir: string;
let told: string[];
let running: EmbeddedPostgres[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'oppdrag-embedded-'));
  told = [];
  running = [];
});

afterEach(async () => {
  for (const each of running) await each.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({
    dataDir,
    log: createLog('debug', (line) => told.push(line)),
  });
  running.push(started);
  return started;
}

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)) as unknown as Row[];
  } finally {
    await sql.end();
  }
}

test('a first start makes a UTF-8 cluster whose owner is no superuser; a second start keeps the data', async () => {
  const first = await start();
  const [facts] = await ask(
    first.url,
    `select lower('ÆØÅ') as lower, current_setting('server_encoding') as encoding,
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as mighty,
       'å' collate "nb-NO-x-icu" > 'z' as sorted`,
  );
  expect(facts).toEqual({ lower: 'æøå', encoding: 'UTF8', mighty: false, sorted: true });
  await ask(first.url, 'create table kept (word text); insert into kept values ($$still here$$)');
  await first.stop();
  const second = await start();
  expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
});

test('the password is for this user only, and the server for this machine only', async () => {
  const { url } = await start();
  expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect(await ask(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

test('after SIGKILL of its starter the living PostgreSQL is taken over, and then stops with us', async () => {
  const script = `
    import { startEmbeddedPostgres } from '${join(import.meta.dirname, 'embedded-postgres.ts')}';
    import { createLog } from '${join(import.meta.dirname, '..', 'log.ts')}';
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: createLog('error') });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: 'inherit',
  });
  await new Promise((settle) => child.once('exit', settle));
  const left = pidOfPostgres();
  expect(isAlive(left)).toBe(true);
  const adopted = await start();
  expect(told.some((line) => line.includes('took over'))).toBe(true);
  expect(pidOfPostgres()).toBe(left);
  await adopted.stop();
  expect(isAlive(left)).toBe(false);
});

test('after SIGKILL of PostgreSQL itself the stale pid file does not hinder the next start', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (word text)');
  process.kill(pidOfPostgres(), 'SIGKILL');
  expect(await first.ended).toBe('PostgreSQL ended by itself.');
  const second = await start();
  expect(await ask(second.url, 'select * from kept')).toEqual([]);
});

test('a second server on the same folder is refused with a sentence, and the first goes on', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`Another Oppdrag server is running on ${dataDir}.`);
  expect(told.filter((line) => line.includes('took over'))).toEqual([]);
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

// Only root has to step down.
if (process.getuid?.() === 0)
  test('as root where a user namespace is denied, another user runs it on the same data, and back again', async () => {
    const first = await start();
    await ask(first.url, 'create table kept (word text)');
    await first.stop();
    const denied = mkdtempSync(join(tmpdir(), 'oppdrag-denied-'));
    writeFileSync(join(denied, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${denied}:${process.env['PATH'] ?? ''}`);
    const second = await start();
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    expect(await ask(second.url, 'select * from kept')).toEqual([]);
    await second.stop();
    vi.unstubAllEnvs();
    rmSync(denied, { recursive: true });
    const third = await start();
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(0);
    expect(await ask(third.url, 'select * from kept')).toEqual([]);
  });

function pidOfPostgres(): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
