import { v7 as uuid } from 'uuid';
import { connectOwner } from '#server/db/connect.ts';
import type { Database } from '#server/db/database.ts';
import { withScope } from '#server/db/scope.ts';
import type { Sql } from '#server/db/sql.ts';
import { deactivatePerson } from '#server/operator/deactivate-person.ts';
import { Gates } from '#server/testing/gates.ts';
import { fileFor, somePhoto, UploadHarness, type Answer } from '#server/testing/upload-harness.ts';
import type { AppDeps } from '#server/app-deps.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { Outcome } from '#shared/sync/outcome.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aFile, now } from '#shared/testing/builders.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { askeby } from '#shared/testing/places.ts';

/** Something that somebody does. */
export interface Act {
  /** What it stands at the gate by. */
  readonly key: string;
  /** Does it, and gives what they were told: the word of the outcome, or the code of the refusal. */
  readonly run: () => Promise<string>;
}

/** The application with gates in its database, for two who write at once. */
export class Crossing {
  readonly harness: UploadHarness;
  readonly gates: Gates;
  /** The owner of the tables. */
  readonly owner: Sql;

  private constructor(harness: UploadHarness, gates: Gates, owner: Sql) {
    this.harness = harness;
    this.gates = gates;
    this.owner = owner;
  }

  static async start(): Promise<Crossing> {
    const harness = await UploadHarness.start();
    const url = must(harness.app.deps.environment.databaseUrl, 'database');
    const crossing = new Crossing(harness, await Gates.build(url), connectOwner(url, { max: 2 }));
    await crossing.restart();
    return crossing;
  }

  async close(): Promise<void> {
    await this.gates.close();
    await this.owner.end({ timeout: 1 });
    await this.harness.close();
  }

  /** A server that is stopping starts no verdict by itself at the last byte: here they come when they are told to. */
  restart(change: Partial<AppDeps> = {}): Promise<void> {
    return this.harness.restart({ closing: AbortSignal.abort(), ...change });
  }

  /** Runs two acts, the second while the first has everything done but its commit. Gives what each was told. */
  async cross(first: Act, second: Act): Promise<{ first: string; second: string; waited: boolean }> {
    const open = await this.gates.shut(first.key);
    const one = first.run();
    await this.gates.arrived();
    const two = second.run();
    const waited = await this.gates.blocked(two);
    await open();
    return { first: await one, second: await two, waited };
  }

  /** Somebody holds the task's row; resolves to the way to have them let go. */
  async holds({ id }: Task): Promise<() => Promise<void>> {
    const scope = { kind: 'tenant', tenantId: askeby.id } as const;
    return untilLetGo((held) =>
      withScope(this.harness.app.db, scope, async (trx) => {
        await trx.selectFrom('tasks').select('id').where('id', '=', id).forUpdate().execute();
        await held();
      }),
    );
  }

  /** The same with a whole table, against readers as well. */
  async holdsTable(name: keyof Database): Promise<() => Promise<void>> {
    return untilLetGo((held) =>
      this.owner.begin(async (trx) => {
        await trx`lock table ${trx(name)} in access exclusive mode`;
        await held();
      }),
    );
  }

  /** A push of commands by a device of this person that has not been seen before. */
  pushes(person: PersonName, ...commands: object[]): Act {
    const all = commands.map((command) => ({ id: uuid(), madeAt: now, ...command }));
    const queued = all.map((command, index) => ({ seq: index + 1, id: command.id, command }));
    const body = { protocol: protocolVersion, deviceId: uuid(), appVersion: 'test', commands: queued };
    return {
      key: must(all[0], 'command').id,
      run: async () => {
        const answer = await this.harness.post(person, '/api/sync/push', body);
        const outcomes = answer.json['outcomes'] as Outcome[] | undefined;
        return outcomes?.map(said).join() ?? problemOf(answer);
      },
    };
  }

  comments(person: PersonName, task: Task, more: object = {}): Act {
    return this.pushes(person, commentOn(task, more));
  }

  /** A comment on each task, in this order, in one push. */
  batch(person: PersonName, tasks: readonly Task[]): Act {
    return this.pushes(person, ...tasks.map((task) => commentOn(task)));
  }

  completes(task: Task, files: string[] = []): Act {
    return this.pushes('siri', { type: 'complete-task', taskId: task.id, files });
  }

  declares(task: Task): Act & { readonly fileId: Id } {
    const { id: fileId, name, size, sha256 } = aFile({ id: uuid() });
    const place = { purpose: 'task-attachment', folderId: null, checklistId: null, questionId: null };
    const command = { type: 'declare-file', taskId: task.id, fileId, name, size, sha256, ...place };
    return { ...this.pushes('sondre', command), fileId };
  }

  /** A command of the office. */
  orders(type: string, task: Task, fields: object = {}): Act {
    const command = { type, id: uuid(), madeAt: now, taskId: task.id, ...fields };
    return {
      key: command.id,
      run: async () => {
        const answer = await this.harness.post('magnus', '/api/commands', command);
        return answer.status === 200 ? String(answer.json['status']) : problemOf(answer);
      },
    };
  }

  /** Ends what this person is to every tenant. */
  deactivates(person: PersonName): Act {
    const { id, email } = people[person];
    return {
      key: id,
      run: async () => {
        await deactivatePerson(this.harness.deps, { email, tenantId: null, by: null, channel: 'operator' });
        return 'deactivated';
      },
    };
  }

  /** A task with a file all of whose bytes are here, and the verdict on it. */
  async received(): Promise<{ task: Task; file: { id: Id }; finalises: Act }> {
    const bytes = somePhoto(20_000);
    const file = fileFor(bytes);
    const task = await this.harness.task([file], { state: 'in-progress' });
    await this.harness.patch('siri', await this.harness.session('siri', file.id), 0, bytes);
    const run = async () => {
      const answer = await this.harness.finalise('siri', file.id);
      return answer.status === 200 ? String(answer.json['state']) : problemOf(answer);
    };
    return { task, file, finalises: { key: file.id, run } };
  }

  /** A verdict that has been begun and reads the bytes; it is taken, in a second transaction, once this is run. */
  async reading({ key, run }: Act): Promise<Act> {
    const { store } = this.harness.deps;
    const [there, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const keep: typeof store.keep = async (uploadId, storageKey) => {
      there.resolve();
      await letGo.promise;
      await store.keep(uploadId, storageKey);
    };
    await this.restart({ ...this.harness.deps, store: { ...store, keep } });
    const told = run();
    await Promise.race([there.promise, told]);
    return {
      key,
      run: () => {
        letGo.resolve();
        return told;
      },
    };
  }

  /** Where the task stands, and each of its files. */
  async states(task: Task): Promise<string[]> {
    const { state, files } = await this.harness.taskNow(task.id);
    return [state, ...files.map((file) => file.state)];
  }

  /** What is left of the task: where it stands, whose it is, and how many comments it has. */
  async left(task: Task): Promise<{ state: string; whose: string[]; comments: number }> {
    const { state, executors, comments } = await this.harness.taskNow(task.id);
    return { state, whose: executors.map((one) => one.name), comments: comments.length };
  }
}

function commentOn(task: Task, more: object = {}): object {
  return { type: 'add-comment', taskId: task.id, text: 'Byttet.', internal: false, ...more };
}

function said(outcome: Outcome): string {
  return outcome.status === 'refused' ? outcome.refusal.code : outcome.status;
}

function problemOf({ json, status }: Answer): string {
  const refusal = json['refusal'] as { code: string } | undefined;
  return refusal?.code ?? String(json['code'] ?? status);
}

/** Runs a transaction up to where it calls its argument; it goes on with what this resolves to. */
async function untilLetGo(
  transaction: (held: () => Promise<void>) => Promise<unknown>,
): Promise<() => Promise<void>> {
  const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const running = transaction(() => {
    held.resolve();
    return letGo.promise;
  });
  await Promise.race([held.promise, running]);
  return async () => {
    letGo.resolve();
    await running;
  };
}
