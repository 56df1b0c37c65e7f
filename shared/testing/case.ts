import type { FileRecord } from '#shared/files/file.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskRefusal, TaskRefusalCode } from '#shared/tasks/task-refusals.ts';
import type { Task } from '#shared/tasks/task.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import type { PersonName } from '#shared/testing/people.ts';

/** Where a case is played: purely, through HTTP on Postgres, and on the device over its database. */
export type Harness = 'rule' | 'server' | 'device';

export type CaseOutcome = 'applied' | TaskRefusalCode;

/**
 * One example of a rule, played by three harnesses. Everything `given` is possible as rows of the invented world
 * (`people.ts`, `places.ts`) and, where the actor holds the task, as records on a device. A harness plays
 * `freshIds(case, seed)`, so that many cases live in one database, and judges with `checkAnswer`.
 */
export interface CommandCase {
  /** A sentence of behaviour. */
  readonly title: string;
  readonly given: {
    /** The task the command names; null: there is none. */
    readonly task: Task | null;
    /** A second task that the command touches only by a file in it. */
    readonly other?: Task;
    /** A file that belongs to no task. */
    readonly file?: FileRecord;
  };
  readonly actor: PersonName;
  readonly command: TaskCommand;
  /** The server's clock (on the device: its own); `now` of the builders where left out. */
  readonly now?: Instant;
  /** The actor once had the task and it ended for them, by this (an ended row of the grant history). */
  readonly former?: PastTask['endedBy'];
  /** When it ended for them; when the task was closed where left out. */
  readonly endedAt?: Instant;
  /** Bytes left in the tenant's quota; plenty where left out. */
  readonly quotaLeft?: number;
  readonly outcome: CaseOutcome;
  /** Facts the refusal must carry besides its code. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Expectations on the next state; throws where one fails. */
  readonly then?: (next: Situation) => void;
  /** Left out: everywhere it can be played (`runsOn`). */
  readonly where?: { readonly only: readonly Harness[]; readonly because: string };
}

/** What a harness got as the answer to a case's command. `next` is the state read back afterwards. */
export type CaseAnswer =
  { outcome: 'applied'; next: Situation } | { outcome: 'refused'; refusal: TaskRefusal };

/** Fails unless the answer is what the case says: outcome, facts of the refusal, next state. */
export function checkAnswer(aCase: CommandCase, answer: CaseAnswer): void {
  const code = answer.outcome === 'applied' ? 'applied' : answer.refusal.code;
  ensureEqual(code, aCase.outcome, aCase.title);
  if (answer.outcome === 'applied') {
    aCase.then?.(answer.next);
    return;
  }
  const said: Record<string, unknown> = { ...answer.refusal };
  for (const [fact, value] of Object.entries(aCase.facts ?? {})) {
    ensureEqual(said[fact], value, `${aCase.title}: the refusal's ${fact}`);
  }
}
