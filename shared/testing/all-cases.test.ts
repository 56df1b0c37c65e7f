import { describe, expect, it } from 'vitest';
import type { TaskCommand } from '#shared/sync/command.ts';
import { decide } from '#shared/sync/decide.ts';
import type { TaskRefusalCode } from '#shared/tasks/task-refusals.ts';
import { isAssigned } from '#shared/tasks/task-context.ts';
import { taskStateSchema } from '#shared/tasks/task-state.ts';
import { allCases, casesOf } from '#shared/testing/all-cases.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aContext, aTask, ids } from '#shared/testing/builders.ts';
import { commandTypes } from '#shared/testing/command-types.ts';
import { runsOn } from '#shared/testing/case-context.ts';
import { freshIds } from '#shared/testing/fresh-ids.ts';
import { localPrefix } from '#shared/testing/fixed-ids.ts';
import { playByRule } from '#shared/testing/play-cases.ts';
import { actorOf, people, personNames } from '#shared/testing/people.ts';

const archiveTypes = ['approve-archive-file', 'reject-archive-file'];

/** Every code a rule on tasks may refuse with; a code that is missing here does not compile. */
const codes: Record<TaskRefusalCode, true> = {
  'task.not-found': true,
  'grant.missing': true,
  'grant.ended': true,
  'task.closed': true,
  'task.wrong-state': true,
  'task.files-missing': true,
  'task.checklist-missing': true,
  'task.undo-too-late': true,
  'task.request-too-late': true,
  'task.executor-unknown': true,
  'building.not-found': true,
  'checklist.not-found': true,
  'checklist.delivered': true,
  'checklist.unanswered': true,
  'question.not-found': true,
  'file.not-found': true,
  'file.settled': true,
  'file.differs': true,
  'file.program': true,
  'quota.full': true,
  'folder.not-found': true,
};

describe('the cases together', () => {
  it('every command has cases of its own type', () => {
    expect([...Object.keys(casesOf), ...archiveTypes].sort()).toEqual([...commandTypes].sort());
    for (const [type, cases] of Object.entries(casesOf)) {
      expect(cases.length, type).toBeGreaterThan(9);
      expect(new Set(cases.map((aCase) => aCase.command.type))).toEqual(new Set([type]));
    }
  });

  it('every refusal code occurs, and every command is applied in some case', () => {
    const outcomes = new Set(allCases.map((aCase) => aCase.outcome));
    expect([...outcomes].sort()).toEqual([...Object.keys(codes), 'applied'].sort());
    for (const [type, cases] of Object.entries(casesOf)) {
      expect(
        cases.some((aCase) => aCase.outcome === 'applied'),
        `${type} applied`,
      ).toBe(true);
    }
  });

  it.each(Object.keys(casesOf) as TaskCommand['type'][])('%s meets every state and every person', (type) => {
    const states = new Set(casesOf[type].map((aCase) => aCase.given.task?.state));
    expect([...taskStateSchema.options].filter((state) => !states.has(state))).toEqual([]);
    const actors = new Set(casesOf[type].map((aCase) => aCase.actor));
    expect(personNames.filter((name) => !actors.has(name))).toEqual([]);
    const former = new Set(casesOf[type].map((aCase) => aCase.former));
    for (const kind of ['reassigned', 'declined', 'completed', 'cancelled'] as const) {
      expect(former.has(kind), `${type} by a former executor, ${kind}`).toBe(true);
    }
  });

  it('what does not exist is not found, by whoever asks', () => {
    for (const type of (Object.keys(casesOf) as TaskCommand['type'][]).filter(
      (one) => one !== 'create-task',
    )) {
      for (const actor of ['siri', 'astrid', 'stig'] as const) {
        const decision = decide(
          { task: null, file: null },
          aCommand(type),
          aContext(actor, { former: true }),
        );
        const code = type === 'cancel-file' ? 'file.not-found' : 'task.not-found';
        expect(decision, type).toEqual({ ok: false, refusal: { code } });
      }
    }
  });

  it('no two cases of a command have the same title', () => {
    for (const [type, cases] of Object.entries(casesOf)) {
      const titles = cases.map((aCase) => aCase.title);
      expect(
        titles.filter((title, at) => titles.indexOf(title) !== at),
        type,
      ).toEqual([]);
    }
  });

  it('people of another tenant and strangers never learn that a task exists', () => {
    const outside = personNames.filter((name) => people[name].membership?.tenantId !== aTask().tenantId);
    const strangers = outside.filter((name) => people[name].contactOf.length === 0);
    const told = allCases.filter(
      (aCase) => strangers.includes(aCase.actor) && !/not-found$/u.test(aCase.outcome),
    );
    expect(strangers).toHaveLength(6);
    expect(told.map((aCase) => aCase.title)).toEqual([]);
  });

  it('some cases are played on the device, and quota is not', () => {
    const onDevice = allCases.filter((aCase) => runsOn(aCase, 'device'));
    expect(onDevice.length).toBeGreaterThan(100);
    expect(onDevice.filter((aCase) => aCase.outcome === 'quota.full')).toEqual([]);
    expect(allCases.every((aCase) => runsOn(aCase, 'server'))).toBe(true);
  });
});

describe('the history of grants', () => {
  it('changes no answer for whoever is named on the task now', () => {
    const named = allCases.filter(
      ({ given, actor, former }) =>
        former === undefined && given.task !== null && isAssigned(actorOf(actor), given.task),
    );
    expect(named.length).toBeGreaterThan(200);
    for (const aCase of named) {
      for (const former of ['reassigned', 'completed'] as const) playByRule({ ...aCase, former });
    }
  });
});

describe('fresh ids', () => {
  it('are the same for the same seed and never those of another case', () => {
    const seen = new Map<string, string>();
    for (const aCase of allCases) {
      const seed = `${aCase.command.type}/${aCase.title}`;
      const fresh = freshIds(aCase, seed);
      expect(freshIds(aCase, seed).given).toEqual(fresh.given);
      expect(JSON.stringify([fresh.given, fresh.command])).not.toContain(localPrefix);
      for (const mark of [fresh.command.id, `number ${fresh.given.task?.number ?? seed}`]) {
        expect(seen.get(mark), `${seed} and ${seen.get(mark)} share ${mark}`).toBeUndefined();
        seen.set(mark, seed);
      }
    }
  });

  it('keep the people and places of the world', () => {
    const [aCase] = casesOf['start-task'].filter((one) => one.given.task?.state === 'assigned');
    const task = aCase && freshIds(aCase, 'a seed').given.task;
    expect(task).toEqual({ ...aTask(), id: task?.id, number: task?.number });
    expect(task?.id).not.toBe(ids.task);
  });
});
