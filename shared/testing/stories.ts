import fc from 'fast-check';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import { landFile } from '#shared/tasks/land-file.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import { minutesAgo } from '#shared/testing/builders.ts';
import { contextOf } from '#shared/testing/case-context.ts';
import { beginnings, commandVariants, senders } from '#shared/testing/command-variants.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import type { PersonName } from '#shared/testing/people.ts';

/** One command of a story, with what it met and what it left. */
export interface Step {
  readonly actor: PersonName;
  readonly command: TaskCommand;
  readonly now: Instant;
  readonly context: TaskContext;
  readonly before: Situation;
  readonly after: Situation;
  readonly code: string;
}

/** Two thirds of the moves are some that the rules allow where the task stands; the others are any at all. */
const move = fc.record({
  type: fc.nat(999),
  variant: fc.nat(999),
  sender: fc.nat(999),
  wild: fc.nat(2).map((one) => one === 0),
  minutes: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 20, 60 * 24 * 40),
  former: fc.nat(5).map((one) => one === 0),
  lands: fc.nat(5).map((one) => one === 0),
});
/** The life of a task, told by commands of everybody. */
export const story = fc.record({
  beginning: fc.constantFrom(...beginnings),
  moves: fc.array(move, { minLength: 1, maxLength: 30, size: 'max' }),
});
export type Story = typeof story extends fc.Arbitrary<infer Told> ? Told : never;
type Sent = Pick<Step, 'actor' | 'command' | 'context' | 'now'>;

/** What leads far into the life of a task comes more often, and what ends it is not all there is. */
const types: readonly TaskCommand['type'][] = [
  ...(Object.keys(commandVariants) as TaskCommand['type'][]),
  'declare-file',
  'declare-file',
  'complete-task',
  'complete-task',
  'complete-task',
  'undo-complete',
  'return-task',
  'force-complete-task',
];

/** Whoever changes what is given to rules is found out. */
export function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

/** Plays a story: each command gets an id and a later moment, and what was declared may land in between. */
export function play({ beginning, moves }: Story): Step[] {
  let situation: Situation = freeze({ task: structuredClone(beginning), file: null });
  let passed = 0;
  return moves.map((told, at) => {
    passed += told.minutes;
    const before = situation;
    const sent = choose(before, told, { id: localId(1000 + at), now: minutesAgo(-passed - at) });
    const decision = decide(before, sent.command, sent.context);
    const after = freeze(decision.ok ? decision.next : before);
    situation = told.lands ? freeze(landAll(after, sent.context)) : after;
    return { ...sent, before, after, code: decision.ok ? 'applied' : decision.refusal.code };
  });
}

/** Tries some of what could be sent, in an order the story tells, and takes the first that is allowed. */
function choose({ task }: Situation, told: Story['moves'][number], stamp: { id: Id; now: Instant }): Sent {
  const { now } = stamp;
  const sentAt = (turn: number): Sent => {
    const variants = commandVariants[must(types[(told.type + turn * 5) % types.length], 'a type')];
    const variant = must(variants[(told.variant + turn) % variants.length], 'a variant');
    const actor = must(senders[(told.sender + turn * 3) % senders.length], 'a sender');
    const command = freeze({ ...variant, id: stamp.id });
    const aCase = { title: '', given: { task }, actor, command, now, outcome: 'applied' as const };
    return {
      actor,
      command,
      now,
      context: contextOf(told.former ? { ...aCase, former: 'reassigned' } : aCase),
    };
  };
  for (let turn = 0; turn < (told.wild ? 0 : 40); turn += 1) {
    const sent = sentAt(turn);
    if (decide({ task, file: null }, sent.command, sent.context).ok) return sent;
  }
  return sentAt(0);
}

function landAll(situation: Situation, context: TaskContext): Situation {
  let next = situation;
  for (const file of situation.task?.files ?? []) {
    const bytes = { sha256: file.sha256, size: file.size, type: null, program: false };
    const decision = landFile(next, file.id, bytes, context);
    if (decision.ok) next = decision.next;
  }
  return next;
}
