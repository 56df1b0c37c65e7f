import type { TaskHistoryLine } from '#lib/office/requests.ts';
import { millis, type Instant } from '#shared/kernel/instant.ts';
import type { Task } from '#shared/tasks/task.ts';

/** A device's clock and the server's receipt that differ by no more than this are one moment. */
const sameMoment = 60_000;
/** The same thing done again by the same person within this time is told once, with its count. */
const oneGo = 10 * 60_000;

/** As a person counts: bilde 2 before bilde 10. */
const names = new Intl.Collator('nb', { numeric: true });

/** One line of a task's timeline. `at` is the server's receipt; `madeAt` the device's clock where it tells more. */
export interface TimelineEntry {
  readonly key: string;
  /** The command's type, or `file-landed`. */
  readonly kind: string;
  readonly at: Instant;
  readonly madeAt: Instant | null;
  readonly personName: string | null;
  /** The code of the refusal; null where it was done. */
  readonly refusal: string | null;
  /** What it was about: names of files or checklists. */
  readonly details: readonly string[];
  readonly count: number;
}

/** Told elsewhere on the page once they are done; only their refusals belong here. */
const toldElsewhere: ReadonlySet<string> = new Set([
  'add-comment',
  'set-answer',
  'declare-file',
  'cancel-file',
]);

/**
 * What happened to the task, the newest first: what was asked of it (made when, received when, refused why), files as
 * they landed, and what the task itself remembers from before anything was logged.
 */
export function timelineOf(task: Task, history: readonly TaskHistoryLine[]): TimelineEntry[] {
  const asked = history.filter((line) => line.refusal !== null || !toldElsewhere.has(line.type));
  const entries = [
    ...asked.map((line) => entryOfLine(task, line)),
    ...remembered(task).filter((entry) => !isLogged(entry, asked)),
    ...landed(task),
  ];
  // A stable sort: what was received in one go stays in its order.
  entries.sort((a, b) => millis(a.at) - millis(b.at));
  return inOneGo(entries).reverse();
}

function entryOfLine(task: Task, line: TaskHistoryLine): TimelineEntry {
  const apart = line.madeAt !== null && Math.abs(millis(line.at) - millis(line.madeAt)) > sameMoment;
  return {
    key: line.id,
    kind: line.type,
    at: line.at,
    madeAt: line.channel === 'app' && apart ? line.madeAt : null,
    personName: line.personName,
    refusal: line.refusal,
    details: line.type === 'deliver-checklist' ? deliveredAt(task, line.at) : [],
    count: 1,
  };
}

function deliveredAt(task: Task, at: Instant): string[] {
  return task.checklists.filter((list) => list.deliveredAt === at).map((list) => list.title);
}

function entry(
  kind: string,
  at: Instant | null,
  personName: string | null,
  details: string[] = [],
): TimelineEntry[] {
  if (at === null) return [];
  const key = [kind, at, ...details].join(' ');
  return [{ key, kind, at, madeAt: null, personName, refusal: null, details, count: 1 }];
}

/** What the task's own fields say about its past. */
function remembered(task: Task): TimelineEntry[] {
  const { completedByName } = task;
  const cancelled = task.state === 'cancelled';
  return [
    ...entry('create-task', task.createdAt, null),
    ...entry('accept-task', task.acceptedAt, null),
    ...entry('start-task', task.startedAt, null),
    ...task.checklists.flatMap((list) =>
      entry('deliver-checklist', list.deliveredAt, list.deliveredByName, [list.title]),
    ),
    ...entry('complete-task', task.completedAt, completedByName),
    ...(cancelled ? entry('cancel-task', task.closedAt, completedByName) : []),
    ...task.reopeningRequests.flatMap((one) => entry('request-reopening', one.at, one.byName)),
  ];
}

function landed(task: Task): TimelineEntry[] {
  return task.files
    .filter((file) => file.state === 'available')
    .flatMap((file) =>
      entry('file-landed', file.availableAt, file.declaredByName, [file.name]).map((one) => ({
        ...one,
        key: file.id,
      })),
    );
}

/** Completing from Assigned implies the start: the log has no line of its own for that one. */
function isLogged(one: TimelineEntry, asked: readonly TaskHistoryLine[]): boolean {
  return asked.some(
    (line) =>
      line.refusal === null &&
      line.at === one.at &&
      (line.type === one.kind || (line.type === 'complete-task' && one.kind === 'start-task')),
  );
}

function inOneGo(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const told: TimelineEntry[] = [];
  for (const next of entries) {
    const last = told.at(-1);
    const again =
      last !== undefined &&
      (next.kind === 'file-landed' || next.refusal !== null) &&
      last.kind === next.kind &&
      last.personName === next.personName &&
      last.refusal === next.refusal &&
      millis(next.at) - millis(last.at) <= oneGo;
    if (!again) told.push(next);
    else {
      told[told.length - 1] = {
        ...next,
        madeAt: last.madeAt,
        details: [...last.details, ...next.details],
        count: last.count + 1,
      };
    }
  }
  return told.map((one) => ({ ...one, details: one.details.toSorted(names.compare) }));
}
