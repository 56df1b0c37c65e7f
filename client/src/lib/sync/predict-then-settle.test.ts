import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, type DeviceFacts } from '#lib/sync/fold.ts';
import { must } from '#shared/kernel/must.ts';
import { decide } from '#shared/sync/decide.ts';
import { fieldCommandSchema, type FieldCommand } from '#shared/sync/field-command.ts';
import { projectTask } from '#shared/tasks/project-task.ts';
import { isAssigned, type TaskContext } from '#shared/tasks/task-context.ts';
import { isOpen } from '#shared/tasks/task-state.ts';
import type { Task } from '#shared/tasks/task.ts';
import { contextOf, folderOf } from '#shared/testing/case-context.ts';
import { commandVariants, senders } from '#shared/testing/command-variants.ts';
import { fieldCommandTypes } from '#shared/testing/command-types.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { actorOf, type PersonName } from '#shared/testing/people.ts';
import { play, story } from '#shared/testing/stories.ts';

/*
 * A device folds its commands over what it was shown of a task; the server decides them over all of it. What the person
 * sees afterwards is the same (28): their view does not move when the effects arrive.
 */
const variants = fieldCommandTypes.flatMap((type): readonly FieldCommand[] =>
  commandVariants[type].map((command) => fieldCommandSchema.parse(command)),
);

/** Who holds the task on a device. */
function holdersOf(task: Task): PersonName[] {
  if (!isOpen(task.state) && task.state !== 'completing') return [];
  return senders.filter((name) => isAssigned(actorOf(name), task));
}

function contextFor(task: Task, actor: PersonName, command: FieldCommand, at: string): TaskContext {
  return contextOf({ title: '', given: { task }, actor, command, now: at, outcome: 'applied' });
}

/** What the device knows besides the task: no quota, no files of others elsewhere. */
function factsOf(actor: PersonName): DeviceFacts {
  return { actor: actorOf(actor), former: false, clockOffset: 0, folderOf, fileOf: () => null };
}

/** The server: each command decided on its own, those before it done. */
function settle(task: Task, actor: PersonName, commands: readonly FieldCommand[]) {
  let now = task;
  const refused: string[] = [];
  for (const command of commands) {
    const decision = decide(
      { task: now, file: null },
      command,
      contextFor(now, actor, command, command.madeAt),
    );
    if (decision.ok) now = must(decision.next.task, 'task');
    else refused.push(command.id);
  }
  return { task: now, refused };
}

/** Ids are made by who makes the thing: nobody names a file that they were never shown. */
function namesHidden(command: FieldCommand, whole: Task, shown: Task): boolean {
  const named =
    'fileId' in command ? [command.fileId] : command.type === 'complete-task' ? command.files : [];
  const isShown = (id: string) => shown.files.some((file) => file.id === id);
  return named.some((id) => !isShown(id) && whole.files.some((file) => file.id === id));
}

/** Has one person do several things to a task, on their device and on the server; gives how many counted. */
function compare(task: Task, actor: PersonName, chosen: readonly FieldCommand[], now: string): number {
  const seenBy = (whole: Task) => projectTask(whole, contextFor(whole, actor, anyCommand, now));
  const confirmed = seenBy(task);
  const commands = chosen
    .filter((command) => !namesHidden(command, task, confirmed))
    .map((command, at) => ({ ...command, id: localId(7_000 + at), madeAt: laterBy(now, at) }));
  const { situation, doubts } = fold({ task: confirmed, file: null }, commands, factsOf(actor));
  const settled = settle(task, actor, commands);
  expect([...doubts.keys()], actor).toEqual(settled.refused);
  expect(seenBy(must(situation.task, 'task')), actor).toEqual(seenBy(settled.task));
  return commands.length - settled.refused.length;
}

const anyCommand = must(variants[0], 'variant');
const laterBy = (now: string, seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();

it('what a device predicts of its commands is what the server makes of them, as far as the person sees it', () => {
  const several = fc.array(fc.constantFrom(...variants), { minLength: 1, maxLength: 5, size: 'max' });
  let counted = 0;
  fc.assert(
    fc.property(story, several, fc.nat(999), (told, chosen, who) => {
      for (const { after, now } of play(told)) {
        const holders = after.task === null ? [] : holdersOf(after.task);
        const actor = holders[who % Math.max(1, holders.length)];
        if (after.task !== null && actor !== undefined) counted += compare(after.task, actor, chosen, now);
      }
    }),
    { numRuns: 400 },
  );
  expect(counted, 'commands that were accepted').toBeGreaterThan(500);
});
