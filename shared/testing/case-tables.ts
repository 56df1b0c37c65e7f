import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { taskStateSchema, type TaskState } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, dahl, minutesAgo } from '#shared/testing/builders.ts';
import type { CaseOutcome, CommandCase } from '#shared/testing/case.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';

type CommandType = TaskCommand['type'];

/** What a row of a table may change: the task's other fields, the command's fields. */
interface Row {
  readonly task?: Partial<Task> | ((state: TaskState) => Partial<Task>);
  readonly command?: TaskCommand;
  readonly actor?: PersonName;
  /** The outcome of whoever a table of people does not name. */
  readonly others?: CaseOutcome;
}

/** One case for every state of the task; the actor is Siri of the assigned supplier where none is named. */
export function everyState(
  type: CommandType,
  outcomes: Readonly<Record<TaskState, CaseOutcome>>,
  row: Row = {},
): CommandCase[] {
  const actor = row.actor ?? 'siri';
  return taskStateSchema.options.map((state) => ({
    title: `a task that is ${state} meets ${type} of ${people[actor].name}: ${outcomes[state]}`,
    given: { task: rowTask(row, state) },
    actor,
    command: row.command ?? aCommand(type),
    outcome: outcomes[state],
  }));
}

/** What every command of the work itself says in the states that are not open. */
export const closedToSuppliers = {
  new: 'task.not-found',
  completing: 'task.closed',
  completed: 'task.closed',
  approved: 'task.closed',
  cancelled: 'task.closed',
} as const;

/** Who may work on an open task of Sagvik Elektro at the school; the executor Erik sees it only. */
export const workers = {
  astrid: 'applied',
  magnus: 'applied',
  erik: 'grant.missing',
  siri: 'applied',
  sondre: 'applied',
} as const;

/** Who may plan it; the supplier's contacts see it and may not. */
export const planners = {
  astrid: 'applied',
  magnus: 'applied',
  erik: 'grant.missing',
  siri: 'grant.missing',
  sondre: 'grant.missing',
} as const;

/** What the contacts of the assigned supplier meet when they try to plan: they see the task, while it is theirs. */
export const plannedByOthers = {
  new: 'task.not-found',
  assigned: 'grant.missing',
  'in-progress': 'grant.missing',
  waiting: 'grant.missing',
  completing: 'grant.missing',
  completed: 'grant.missing',
  approved: 'grant.missing',
  returned: 'grant.missing',
  cancelled: 'grant.missing',
} as const;

/** The same cases under titles of their own, where a table is used twice for one command. */
export function titled(prefix: string, cases: readonly CommandCase[]): CommandCase[] {
  return cases.map((aCase) => ({ ...aCase, title: `${prefix}: ${aCase.title}` }));
}

/** What the work of a former executor meets. */
export const endedForFormer = {
  reassigned: 'grant.ended',
  declined: 'grant.ended',
  completed: 'task.closed',
  cancelled: 'task.closed',
} as const;

/** One case for every person of the world on a task in one state; who is not named must not learn that it exists. */
export function everyPerson(
  type: CommandType,
  state: TaskState,
  outcomes: Readonly<Partial<Record<PersonName, CaseOutcome>>>,
  row: Row = {},
): CommandCase[] {
  return personNames.map((actor) => {
    const outcome = outcomes[actor] ?? row.others ?? 'task.not-found';
    return {
      title: `${people[actor].name} sends ${type} to a task that is ${state}: ${outcome}`,
      given: { task: rowTask(row, state) },
      actor,
      command: row.command ?? aCommand(type),
      outcome,
    };
  });
}

function rowTask(row: Row, state: TaskState): Task {
  const fields = typeof row.task === 'function' ? row.task(state) : row.task;
  return aTask({ ...fields, state });
}

/** How a task ended for somebody who had it. */
export type FormerKind = 'reassigned' | 'declined' | 'completed' | 'cancelled';

/** The task as it stands after it ended for Sagvik Elektro in one of four ways. */
export function formerTask(kind: FormerKind): Task {
  const ended = { closedAt: minutesAgo(5) };
  switch (kind) {
    case 'reassigned':
      return aTask({ executors: [dahl], ...ended });
    case 'declined':
      return aTask({ state: 'new', ...ended });
    case 'completed':
      return aTask({ state: 'completed', executors: [dahl], completedBy: people.ragnar.id });
    case 'cancelled':
      return aTask({ state: 'cancelled', executors: [dahl] });
  }
}

/** Siri, who had the task before: taken back, declined, completed by others, cancelled. */
export function formerExecutors(
  type: CommandType,
  outcomes: Readonly<Record<FormerKind, CaseOutcome>>,
  command: TaskCommand = aCommand(type),
): CommandCase[] {
  return (Object.keys(outcomes) as FormerKind[]).map((kind) => ({
    title: `${type}: Siri Sagvik, whose task was ${kind}: ${outcomes[kind]}`,
    given: { task: formerTask(kind) },
    actor: 'siri',
    former: kind,
    command,
    outcome: outcomes[kind],
  }));
}

/** The task of a next state; fails where there is none. */
export function taskOf(next: { task: Task | null }): Task {
  return must(next.task, 'the next task');
}
