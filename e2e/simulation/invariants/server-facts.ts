import type { Sql } from 'postgres';
import type { Id } from '#shared/kernel/ids.ts';
import type { FileState } from '#shared/files/file.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';

export interface LoggedOutcome {
  readonly status: 'applied' | 'refused';
  readonly code: string | null;
  readonly type: string;
}

export interface StoredFile {
  readonly id: Id;
  readonly taskId: Id | null;
  readonly state: FileState;
  readonly size: number;
  readonly sha256: string;
  readonly storageKey: string;
  readonly availableAt: string | null;
  readonly declaredAt: string;
}

export interface LogLine {
  readonly id: string;
  readonly personId: Id;
  readonly commandId: Id;
  readonly duplicate: boolean;
  readonly deviceId: Id | null;
  readonly seq: number | null;
}

/** The server's whole truth of a world, read past its row level security. */
export interface ServerFacts {
  /** By `person command`, the first one. */
  readonly outcomes: ReadonlyMap<string, LoggedOutcome>;
  readonly successors: ReadonlyMap<Id, Id[]>;
  readonly log: readonly LogLine[];
  readonly files: ReadonlyMap<Id, StoredFile>;
  readonly tasks: ReadonlyMap<Id, { state: TaskState; closedAt: string | null; completedAt: string | null }>;
  readonly comments: readonly { id: Id; authorId: Id; text: string }[];
  readonly devices: ReadonlyMap<Id, number>;
}

/** Reads everything that the invariants ask about. */
export async function readServerFacts(sql: Sql): Promise<ServerFacts> {
  const log = await sql<(LogLine & LoggedOutcome & { retryOf: Id | null })[]>`
    select id, person_id as "personId", command_id as "commandId", duplicate, device_id as "deviceId",
      seq::int as seq, status, refusal->>'code' as code, type, retry_of as "retryOf" from command_log order by id`;
  const files = await sql<StoredFile[]>`
    select id, task_id as "taskId", state, size::int as size, sha256, storage_key as "storageKey",
      available_at as "availableAt", declared_at as "declaredAt" from files`;
  const tasks = await sql<
    { id: Id; state: TaskState; closedAt: string | null; completedAt: string | null }[]
  >`
    select id, state, closed_at as "closedAt", completed_at as "completedAt" from tasks`;
  const comments = await sql<{ id: Id; authorId: Id; text: string }[]>`
    select id, author_id as "authorId", text from comments`;
  const devices = await sql<{ id: Id; next: number }[]>`select id, next_seq::int as next from devices`;
  const successors = new Map<Id, Id[]>();
  for (const { retryOf, commandId } of log) {
    if (retryOf !== null) successors.set(retryOf, [...(successors.get(retryOf) ?? []), commandId]);
  }
  const first = log.filter((line) => !line.duplicate);
  return {
    outcomes: new Map(first.map((line) => [`${line.personId} ${line.commandId}`, line])),
    successors,
    log,
    files: new Map(files.map((file) => [file.id, file])),
    tasks: new Map(tasks.map((task) => [task.id, task])),
    comments,
    devices: new Map(devices.map((device) => [device.id, device.next])),
  };
}
