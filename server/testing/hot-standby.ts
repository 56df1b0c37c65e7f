import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectOwner } from '#server/db/connect.ts';
import type { Sql } from '#server/db/sql.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { findLauncher, findPostgresBinaries, giveFolderTo } from '#server/db/postgres-binaries.ts';
import { launchPostmaster } from '#server/db/postmaster.ts';
import { createLog } from '#server/log.ts';
import { must } from '#shared/kernel/must.ts';

/** Two real servers, the second one following the first by its write-ahead log. */
export interface ServerAndStandby {
  /** The database as its owner, on each. */
  readonly url: string;
  readonly standbyUrl: string;
  /** The same database as the superuser, on each. */
  readonly admin: Sql;
  readonly standbyAdmin: Sql;
  /** Resolves when the standby shows all that was written until now. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both. The standby is a copy of the first one's files, taken while it runs. */
export async function startServerAndStandby(): Promise<ServerAndStandby> {
  const folder = mkdtempSync(join(tmpdir(), 'oppdrag-standby-'));
  const log = createLog('warn');
  const primary = await startEmbeddedPostgres({
    dataDir: join(folder, 'first'),
    log,
    settings: { fsync: 'off', wal_level: 'replica' },
  });
  const admin = connectOwner(inDatabaseOf(primary.adminUrl, primary.url));
  const second = join(folder, 'second');
  await copyRunning(join(folder, 'first', 'postgres'), second, primary.adminUrl);
  const launcher = findLauncher();
  giveFolderTo(second, launcher.owner);
  const { username: user, password } = new URL(primary.adminUrl);
  const cluster = { folder: second, logFile: join(folder, 'second.log'), user, password };
  const standby = await launchPostmaster(cluster, {
    launcher,
    binaries: await findPostgresBinaries(),
    settings: { hot_standby: 'on' },
    log,
  });
  const at = (url: string) => Object.assign(new URL(url), { port: String(standby.port) }).href;
  const standbyAdmin = connectOwner(at(inDatabaseOf(primary.adminUrl, primary.url)));
  return {
    url: primary.url,
    standbyUrl: at(primary.url),
    admin,
    standbyAdmin,
    async catchUp() {
      const [row] = await admin<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`;
      const written = must(row, 'position').lsn;
      for (let attempt = 0; attempt < 300; attempt += 1) {
        const [there] = await standbyAdmin<{ done: boolean }[]>`
          select pg_last_wal_replay_lsn() >= ${written}::pg_lsn as done`;
        if (there?.done === true) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`The standby did not come to ${written} within 15 s.`);
    },
    async stop() {
      await standbyAdmin.end({ timeout: 1 });
      await admin.end({ timeout: 1 });
      await standby.stop();
      await primary.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A base backup, by hand: what npm delivers of PostgreSQL has no program for it. */
async function copyRunning(from: string, to: string, primaryUrl: string): Promise<void> {
  const { hostname: host, port, username: user, password } = new URL(primaryUrl);
  // Start and stop belong to one session.
  const session = connectOwner(primaryUrl, { max: 1 });
  try {
    await session`select pg_backup_start('standby', true)`;
    const left = ['postmaster.pid', 'postmaster.opts'].map((name) => join(from, name));
    cpSync(from, to, { recursive: true, filter: (path) => !left.includes(path), mode: 0 });
    const [row] = await session<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`;
    writeFileSync(join(to, 'backup_label'), must(row, 'label').label);
  } finally {
    await session.end({ timeout: 1 });
  }
  writeFileSync(join(to, 'standby.signal'), '');
  writeFileSync(
    join(to, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${host} port=${port} user=${user} password=${password}'\n`,
    { flag: 'a' },
  );
}

function inDatabaseOf(adminUrl: string, url: string): string {
  return Object.assign(new URL(adminUrl), { pathname: new URL(url).pathname }).href;
}
