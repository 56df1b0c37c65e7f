import { describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/must.ts';
import { problemCodeSchema, problemSchema, problemStatus } from '#shared/kernel/problem.ts';

describe('problems', () => {
  it('have a status of HTTP each, and a body that fits the schema', () => {
    for (const code of problemCodeSchema.options) {
      expect(problemStatus[code]).toBeGreaterThanOrEqual(400);
      expect(problemStatus[code]).toBeLessThan(600);
      expect(problemSchema.parse({ code, status: problemStatus[code], requestId: 'r' }).code).toBe(code);
    }
  });

  it('are read by a client that is older or newer than one field', () => {
    const body = { code: 'unavailable', status: 503, requestId: 'r', later: true };
    expect(problemSchema.parse(body)).toEqual({ code: 'unavailable', status: 503, requestId: 'r' });
    expect(problemSchema.safeParse({ ...body, code: 'constructor' }).success).toBe(false);
  });

  it('carry the refusal of a direct command whole', () => {
    const refusal = { code: 'quota.full', free: 12 };
    const body = { code: 'command.refused', status: 409, requestId: 'r', refusal };
    expect(problemSchema.parse(body).refusal).toEqual(refusal);
  });
});

describe('must', () => {
  it('hands on what is there, also what is falsy, and throws a bug for what is not', () => {
    expect([must(0, 'x'), must('', 'x'), must(false, 'x')]).toEqual([0, '', false]);
    expect(() => must(null, 'the task')).toThrow('missing: the task');
    expect(() => must(undefined, 'the task')).toThrow('missing: the task');
  });
});
