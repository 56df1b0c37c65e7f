import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { taskStateSchema, type TaskState } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aTask, minutesAgo } from '#shared/testing/builders.ts';
import type { CaseOutcome, CommandCase } from '#shared/testing/case.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';
import { dahlInAskeby } from '#shared/testing/places.ts';

type CommandType = TaskCommand['type'];

/** What a row of a table may change: the task's other fields, the command's fields. */
interface Row {
  readonly task?: Partial<Task>;
  readonly command?: TaskCommand;
  readonly actor?: PersonName;
}

const dahl = { kind: 'supplier', id: dahlInAskeby.id, name: dahlInAskeby.name } as const;

/** One case for every state of the task; the actor is Siri of the assigned supplier where none is named. */
export function everyState(
  type: CommandType,
  outcomes: Readonly<Record<TaskState, CaseOutcome>>,
  row: Row = {},
): CommandCase[] {
  const actor = row.actor ?? 'siri';
  return taskStateSchema.options.map((state) => ({
    title: `${type}: ${people[actor].name} on a task that is ${state}: ${outcomes[state]}`,
    given: { task: aTask({ ...row.task, state }) },
    actor,
    command: row.command ?? aCommand(type),
    outcome: outcomes[state],
  }));
}

/** One case for every person of the world on a task in one state; who is not named must not learn that it exists. */
export function everyPerson(
  type: CommandType,
  state: TaskState,
  outcomes: Readonly<Partial<Record<PersonName, CaseOutcome>>>,
  row: Row = {},
): CommandCase[] {
  return personNames.map((actor) => ({
    title: `${type}: ${people[actor].name} on a task that is ${state}: ${outcomes[actor] ?? 'task.not-found'}`,
    given: { task: aTask({ ...row.task, state }) },
    actor,
    command: row.command ?? aCommand(type),
    outcome: outcomes[actor] ?? 'task.not-found',
  }));
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
