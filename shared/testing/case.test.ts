import { describe, expect, it } from 'vitest';
import { aCommand } from '#shared/testing/a-command.ts';
import { aFile, aTask, ids, now } from '#shared/testing/builders.ts';
import { checkAnswer, type CommandCase } from '#shared/testing/case.ts';
import { taskOf } from '#shared/testing/case-tables.ts';
import { ensureEqual } from '#shared/testing/expectation.ts';
import { freshIds } from '#shared/testing/fresh-ids.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

const started: CommandCase = {
  title: 'starting',
  given: { task: aTask({ files: [aFile()] }) },
  actor: 'siri',
  command: aCommand('start-task'),
  outcome: 'applied',
  then: (next) => {
    ensureEqual(taskOf(next).startedAt, now, 'startedAt');
  },
};
const missing: CommandCase = {
  title: 'missing',
  given: { task: aTask() },
  actor: 'siri',
  command: aCommand('complete-task', { files: [ids.photo] }),
  outcome: 'task.files-missing',
  facts: { fileIds: [ids.photo] },
};

describe('the judge of cases', () => {
  it('lets a case pass that is right', () => {
    playByRule(started);
    playByRule(missing);
  });

  it('fails on another outcome, another refusal, another fact, another state', () => {
    expect(() => playByRule({ ...started, outcome: 'task.closed' })).toThrow(
      'starting: expected "task.closed"',
    );
    expect(() => playByRule({ ...missing, outcome: 'applied' })).toThrow('got "task.files-missing"');
    expect(() => playByRule({ ...missing, facts: { fileIds: [] } })).toThrow("the refusal's fileIds");
    const late = { ...started, given: { task: aTask({ state: 'in-progress' }) } } as const;
    expect(() => playByRule(late)).toThrow('startedAt: expected');
  });

  it('judges an answer by the case as it was written, though it was played with other ids', () => {
    const seen: string[] = [];
    const watched: CommandCase = {
      ...started,
      then: (next) => {
        seen.push(taskOf(next).id, String(taskOf(next).number), ...taskOf(next).files.map((file) => file.id));
      },
    };
    const fresh = freshIds(watched, 'a database of many cases');
    const { task } = fresh.given;
    expect(task?.id).not.toBe(ids.task);
    checkAnswer(fresh, { outcome: 'applied', next: { task, file: null } });
    expect(seen).toEqual([ids.task, '118', ids.photo]);
  });

  it('turns the ids in the facts of a refusal too', () => {
    const fresh = freshIds(missing, 'a database of many cases');
    const fileIds = fresh.command.type === 'complete-task' ? fresh.command.files : [];
    const answer = { outcome: 'refused', refusal: { code: 'task.files-missing', fileIds } } as const;
    expect(() => {
      checkAnswer(fresh, answer);
    }).not.toThrow();
    expect(() => {
      checkAnswer(missing, answer);
    }).toThrow("the refusal's fileIds");
  });
});
