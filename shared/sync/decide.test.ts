import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import { landFile } from '#shared/tasks/land-file.ts';
import type { Situation } from '#shared/tasks/situation.ts';
import type { TaskContext } from '#shared/tasks/task-context.ts';
import { isOpen, transitions, type TaskState } from '#shared/tasks/task-state.ts';
import { taskSchema, type Task } from '#shared/tasks/task.ts';
import { minutesAgo } from '#shared/testing/builders.ts';
import { contextOf } from '#shared/testing/case-context.ts';
import { beginnings, commandVariants, senders } from '#shared/testing/command-variants.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people, type PersonName } from '#shared/testing/people.ts';

interface Step {
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
const story = fc.record({
  beginning: fc.constantFrom(...beginnings),
  moves: fc.array(move, { minLength: 1, maxLength: 30, size: 'max' }),
});
type Story = typeof story extends fc.Arbitrary<infer Told> ? Told : never;
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

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

/** Plays a story: each command gets an id and a later moment, and what was declared may land in between. */
function play({ beginning, moves }: Story): Step[] {
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

function everyStep(check: (step: Step) => void, numRuns = 60): void {
  fc.assert(
    fc.property(story, (told) => {
      for (const step of play(told)) check(step);
    }),
    { numRuns },
  );
}

const completedStates: readonly TaskState[] = ['completing', 'completed', 'approved'];

function checkLegal(task: Task): void {
  taskSchema.parse(task);
  const { state } = task;
  expect(task.waitingReason !== null, `${state}: waitingReason`).toBe(state === 'waiting');
  expect(task.completedAt !== null, `${state}: completedAt`).toBe(completedStates.includes(state));
  expect(task.completedBy !== null, `${state}: completedBy`).toBe(completedStates.includes(state));
  expect(task.expectedFiles.length > 0, `${state}: expectedFiles`).toBe(state === 'completing');
  if (state === 'new') expect(task.executors).toEqual([]);
  if (isOpen(state)) expect(task.executors.length).toBeGreaterThan(0);
  const outstanding = task.files.filter(isOutstanding).map((file) => file.id);
  if (state === 'completing') expect(task.expectedFiles).toEqual(expect.arrayContaining(outstanding));
  if (state === 'completed' || state === 'approved' || state === 'cancelled') expect(outstanding).toEqual([]);
  for (const ids of [task.files, task.comments, task.checklists, task.reopeningRequests]) {
    expect(new Set(ids.map((one) => one.id)).size).toBe(ids.length);
  }
}

describe('any sequence of commands', () => {
  it('keeps the task legal, never throws and leaves what it was given alone', () => {
    everyStep(({ after }) => {
      if (after.task !== null) checkLegal(after.task);
    }, 300);
  });

  it('is decided the same way each time, and a refusal brings no next state', () => {
    everyStep(({ before, command, context }) => {
      const decision = decide(before, command, context);
      expect(decide(structuredClone(before), structuredClone(command), context)).toEqual(decision);
      expect('next' in decision).toBe(decision.ok);
    }, 40);
  });

  it('takes steps only from where the table of transitions lets them', () => {
    everyStep(({ before, command, code }) => {
      if (code !== 'applied' || before.task === null || !(command.type in transitions)) return;
      const from: readonly TaskState[] = transitions[command.type as keyof typeof transitions];
      expect(from, `${command.type} from ${before.task.state}`).toContain(before.task.state);
    });
  });

  it('never writes what is ours: id, tenant, number, building, origin', () => {
    everyStep(({ before, after }) => {
      if (before.task === null || after.task === null) return;
      const ours = ({
        id,
        tenantId,
        tenantName,
        number,
        buildingId,
        buildingName,
        createdBy,
        createdAt,
      }: Task) => ({ id, tenantId, tenantName, number, buildingId, buildingName, createdBy, createdAt });
      expect(ours(after.task)).toEqual(ours(before.task));
    });
  });

  it("never changes a declared file but by its own state, and somebody else's only to refused", () => {
    const fixed = ({ state: _state, refusalCode: _code, ...file }: FileRecord) => file;
    everyStep(({ before, after, actor, command }) => {
      for (const file of before.task?.files ?? []) {
        const later = after.task?.files.find((one) => one.id === file.id);
        expect(later, 'no file disappears').toBeDefined();
        if (later === undefined || later === file) continue;
        const revived = command.type === 'declare-file' && command.fileId === file.id;
        if (!revived) expect(fixed(later)).toEqual(fixed(file));
        if (revived) expect(isOutstanding(file) || file.state === 'available').toBe(false);
        if (file.declaredBy !== people[actor].id) expect(later.state).toBe('refused');
        expect([later.state, later.approval]).not.toContain('approved');
        expect(later.state).not.toBe('available');
      }
    });
  });

  it('only adds comments, and freezes what was delivered', () => {
    everyStep(({ before, after }) => {
      if (before.task === null) return;
      expect(after.task?.comments.slice(0, before.task.comments.length)).toEqual(before.task.comments);
      for (const [at, checklist] of before.task.checklists.entries()) {
        if (checklist.deliveredAt !== null) expect(after.task?.checklists[at]).toEqual(checklist);
      }
    });
  });

  it('writes only the actor as author and the receipt as time', () => {
    everyStep(({ before, after, actor, now }) => {
      const known = new Set(before.task?.comments.map((one) => one.id));
      for (const comment of after.task?.comments ?? []) {
        if (known.has(comment.id)) continue;
        expect([comment.authorId, comment.authorName, comment.at]).toEqual([
          people[actor].id,
          people[actor].name,
          now,
        ]);
      }
    });
  });

  it('a supplier does nothing to a task that is not open but undo, ask, and let go of files', () => {
    const may = ['undo-complete', 'request-reopening', 'cancel-file'];
    everyStep(({ before, actor, command, code }) => {
      if (before.task === null || isOpen(before.task.state) || people[actor].contactOf.length === 0) return;
      if (code === 'applied') expect(may).toContain(command.type);
    });
  });

  it('whoever is nothing to the tenant is always told that nothing is there', () => {
    everyStep(({ before, actor, command, context, code }) => {
      const membership: { tenantId: string } | null = people[actor].membership;
      const stranger = people[actor].contactOf.length === 0 && membership?.tenantId !== before.task?.tenantId;
      if (!stranger || context.former || before.task === null || command.type === 'create-task') return;
      expect(code).toMatch(/not-found$/u);
    });
  });
});
