import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { replacePasswordToken } from '#server/auth/password-token-queries.ts';
import { createPasswords } from '#server/auth/passwords.ts';
import { mintToken } from '#server/auth/session-token.ts';
import { laterBy, systemClock } from '#server/clock.ts';
import { connectApp, createDatabase } from '#server/db/connect.ts';
import { withScope } from '#server/db/scope.ts';
import { createDiskFileStore } from '#server/files/disk-file-store.ts';
import { findTask } from '#server/tasks/task-queries.ts';
import { insertManyTasks } from '#server/testing/insert-many-tasks.ts';
import { insertTask } from '#server/testing/insert-task.ts';
import { insertWorld } from '#server/testing/insert-world.ts';
import { giveTestPasswords } from '#server/testing/test-passwords.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aTask } from '#shared/testing/builders.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';
import { hashOf } from '#server/testing/hash-of.ts';

/** What a story knows of the server's side besides its screens: rows it gives, and rows and bytes it looks at. */
export interface StoryWorld {
  /** Gives an open task, made now, of the invented world. */
  giveTask(overrides?: Partial<Task>): Promise<Task>;
  /** Gives Siri's company many assigned tasks. */
  giveManyTasks(count: number): Promise<void>;
  readTask(taskId: Id): Promise<Task>;
  /** Names and assessments in the archives of the building, oldest first. */
  readArchive(buildingId: Id): Promise<{ name: string; approval: string; sha256: string }[]>;
  /** SHA-256 of the bytes that the server keeps for a file, read from its disk. */
  hashOfKept(fileId: Id): Promise<string>;
  /** How often each command of the task was applied, by type. */
  countCommands(taskId: Id): Promise<Record<string, number>>;
  /** Gives a live link to a new password, as the mail carries it; returns its token. */
  givePasswordLink(name: PersonName): Promise<string>;
  close(): Promise<void>;
}

/** Fills a story's server with the invented world, everybody with the test password. */
export async function openStoryWorld(databaseUrl: string, dataDir: string): Promise<StoryWorld> {
  const db = createDatabase(connectApp(databaseUrl, { max: 2 }));
  await insertWorld(db);
  await giveTestPasswords({ db, passwords: createPasswords() }, ...personNames);
  const store = await createDiskFileStore(dataDir);
  let number = 100;

  const tenantOf = (taskId: Id) => must(tasks.get(taskId), 'a task of this story').tenantId;
  const tasks = new Map<Id, Task>();
  const inTenant = (tenantId: Id) => ({ kind: 'tenant', tenantId }) as const;

  return {
    async giveTask(overrides = {}) {
      number += 1;
      const now = new Date().toISOString();
      const parts = { comments: [], files: [], checklists: [], reopeningRequests: [] };
      const task = aTask({ id: uuid(), number, createdAt: now, ...parts, ...overrides });
      tasks.set(task.id, task);
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
    async readTask(taskId) {
      const task = await withScope(db, inTenant(tenantOf(taskId)), (trx) => findTask(trx, taskId));
      return must(task, 'task');
    },
    async readArchive(buildingId) {
      const tenantId = must(
        [...tasks.values()].find((task) => task.buildingId === buildingId),
        'a task in the building',
      ).tenantId;
      return withScope(db, inTenant(tenantId), (trx) =>
        trx
          .selectFrom('archive_entries as e')
          .innerJoin('files as f', 'f.id', 'e.file_id')
          .select(['f.name', 'e.approval', 'f.sha256'])
          .where('e.building_id', '=', buildingId)
          .orderBy('e.at')
          .execute(),
      );
    },
    async hashOfKept(fileId) {
      for (const { tenantId } of tasks.values()) {
        const row = await withScope(db, inTenant(tenantId), (trx) =>
          trx.selectFrom('files').select('storage_key').where('id', '=', fileId).executeTakeFirst(),
        );
        if (row) return hashOf(await store.read(row.storage_key));
      }
      throw new Error(`the server has no file ${fileId}`);
    },
    async countCommands(taskId) {
      const { rows } = await withScope(db, inTenant(tenantOf(taskId)), (trx) =>
        sql<{ type: string; count: number }>`
          select type, count(*)::int as count from command_log
          where task_id = ${taskId} and status = 'applied' and not duplicate group by type`.execute(trx),
      );
      return Object.fromEntries(rows.map((row) => [row.type, row.count]));
    },
    close: () => db.destroy(),
  };
}
