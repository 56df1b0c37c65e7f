import { sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import { endAllSessions } from '#server/auth/lucia-sessions.ts';
import { replacePasswordToken } from '#server/auth/password-token-queries.ts';
import { createPasswords } from '#server/auth/passwords.ts';
import { mintToken } from '#server/auth/session-token.ts';
import { laterBy, systemClock } from '#server/clock.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { listFilesById } from '#server/files/file-queries.ts';
import { findUpload } from '#server/files/upload-queries.ts';
import { recordPersonGrants } from '#server/grants/grant-queries.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { hashOf } from '#server/testing/hash-of.ts';
import { insertManyTasks } from '#server/testing/insert-many-tasks.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { insertWorld } from '#server/testing/insert-world.ts';
import { giveTestPasswords } from '#server/testing/test-passwords.ts';
import type { FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aTask } from '#shared/testing/builders.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';
import { tenants } from '#shared/testing/places.ts';

/** A file as an archive has it. */
export interface Archived {
  readonly name: string;
  readonly approval: string;
  readonly sha256: string;
}

/** What a story knows of the server's side besides its screens: rows it gives, and rows and bytes it looks at. */
export interface StoryWorld {
  /** Gives an open task, made now, of the invented world. */
  giveTask(overrides?: Partial<Task>): Promise<Task>;
  /** Gives Siri's company many assigned tasks. */
  giveManyTasks(count: number): Promise<void>;
  /** Makes a deactivated person a member again, with the buildings of before, as an administrator will. */
  activate(name: PersonName): Promise<void>;
  /** Ends every sign-in of the person, as an administrator or time does. */
  endSessions(name: PersonName): Promise<void>;
  readTask(taskId: Id): Promise<Task>;
  /** What the person has declared anywhere, with a task or without, oldest first. */
  readFilesOf(name: PersonName): Promise<FileRecord[]>;
  /** Names and assessments in the archives of the building, oldest first. */
  readArchive(buildingId: Id): Promise<Archived[]>;
  /** SHA-256 of the bytes that the server keeps for a file, read from its disk. */
  hashOfKept(fileId: Id): Promise<string>;
  /** How many bytes lie on the server's disk for an upload on its way, by its address; null: it knows no such upload. */
  countArrived(uploadUrl: string): Promise<number | null>;
  /** How often each command of the task was applied, by type. */
  countCommands(taskId: Id): Promise<Record<string, number>>;
  /** Gives a live link to a new password, as the mail carries it; returns its token. */
  givePasswordLink(name: PersonName): Promise<string>;
  close(): Promise<void>;
}

/** Fills a story's database with the invented world, everybody but `withoutPassword` with the test password. */
export async function openStoryWorld(
  databaseUrl: string,
  dataDir: string,
  { withoutPassword = [] }: { readonly withoutPassword?: readonly PersonName[] } = {},
): Promise<StoryWorld> {
  const db = createDatabase(connectApp(databaseUrl, { max: 2 }));
  await insertWorld(db);
  const known = personNames.filter((name) => !withoutPassword.includes(name));
  await giveTestPasswords({ db, passwords: createPasswords() }, ...known);
  await db.destroy();
  return findStoryWorld(databaseUrl, dataDir);
}

/** The invented world of a database that has it already: after its server came back at another address. */
export async function findStoryWorld(databaseUrl: string, dataDir: string): Promise<StoryWorld> {
  const db = createDatabase(connectApp(databaseUrl, { max: 2 }));
  const store = await createDiskFileStore(dataDir);
  let number = 100;

  /** What `look` finds in all tenants together: a story does not care whose it is. */
  async function inEachTenant<Found>(
    look: (trx: Transaction<Database>) => Promise<Found[]>,
  ): Promise<Found[]> {
    const found: Found[] = [];
    for (const { id: tenantId } of tenants) {
      found.push(...(await withScope(db, { kind: 'tenant', tenantId }, look)));
    }
    return found;
  }

  /** The one thing that `look` finds in some tenant. */
  async function find<Found>(
    what: string,
    look: (trx: Transaction<Database>) => Promise<Found | undefined>,
  ): Promise<Found> {
    const [found] = await inEachTenant(async (trx) => [await look(trx)].filter((one) => one !== undefined));
    return must(found, what);
  }

  return {
    async giveTask(overrides = {}) {
      number += 1;
      const now = new Date().toISOString();
      const parts = { comments: [], files: [], checklists: [], reopeningRequests: [] };
      const task = aTask({ id: uuid(), number, createdAt: now, ...parts, ...overrides });
      await insertTask(db, task);
      return task;
    },
    giveManyTasks: (count) => insertManyTasks(db, count, new Date().toISOString()),
    async givePasswordLink(name) {
      const [token, now] = [mintToken(), systemClock()];
      const link = {
        personId: people[name].id,
        token,
        codeHash: '',
        expiresAt: laterBy(now, 3_600_000),
        now,
      };
      await withScope(db, { kind: 'sign-in' }, (trx) => replacePasswordToken(trx, link));
      return token;
    },
    async activate(name) {
      const { id: personId, membership } = people[name];
      const { tenantId } = must(membership, 'membership');
      const change = { now: new Date().toISOString(), began: 'activated', ended: 'deactivated' } as const;
      await withScope(db, { kind: 'tenant', tenantId }, async (trx) => {
        await trx
          .updateTable('memberships')
          .set({ active: true })
          .where('person_id', '=', personId)
          .execute();
        await recordPersonGrants(trx, personId, change);
      });
    },
    endSessions: (name) =>
      withScope(db, { kind: 'sign-in' }, (trx) => endAllSessions(trx, people[name].id, systemClock())),
    readTask: (taskId) => find('task', (trx) => findTask(trx, taskId)),
    readFilesOf: (name) =>
      inEachTenant(async (trx) => {
        const rows = await trx
          .selectFrom('files')
          .select('id')
          .where('declared_by', '=', people[name].id)
          .execute();
        const ids = rows.map((row) => row.id);
        const files = (await listFilesById(trx, ids)).map(({ file }) => file);
        return files.sort((a, b) => a.declaredAt.localeCompare(b.declaredAt));
      }),
    readArchive: (buildingId) =>
      inEachTenant((trx) =>
        trx
          .selectFrom('archive_entries as e')
          .innerJoin('files as f', 'f.id', 'e.file_id')
          .select(['f.name', 'e.approval', 'f.sha256'])
          .where('e.building_id', '=', buildingId)
          .orderBy('e.at')
          .execute(),
      ),
    async hashOfKept(fileId) {
      const { storageKey } = await find('file', (trx) => findUpload(trx, fileId));
      return hashOf(await store.read(storageKey));
    },
    countArrived: (uploadUrl) => store.size(must(uploadUrl.split('/').at(-1), 'upload id')),
    async countCommands(taskId) {
      const rows = await inEachTenant(async (trx) => {
        const counted = await sql<{ type: string; count: number }>`
          select type, count(*)::int as count from command_log
          where task_id = ${taskId} and status = 'applied' and not duplicate group by type`.execute(trx);
        return counted.rows;
      });
      return Object.fromEntries(rows.map((row) => [row.type, row.count]));
    },
    close: () => db.destroy(),
  };
}
