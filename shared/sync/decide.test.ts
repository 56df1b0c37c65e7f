import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOutstanding, type FileRecord } from '#shared/files/file.ts';
import { decide } from '#shared/sync/decide.ts';
import { isOpen, transitions, type TaskState } from '#shared/tasks/task-state.ts';
import { taskSchema, type Task } from '#shared/tasks/task.ts';
import { people } from '#shared/testing/people.ts';
import { play, story, type Step } from '#shared/testing/stories.ts';

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
