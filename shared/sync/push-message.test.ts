import { describe, expect, it } from 'vitest';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolVersion, pushLimit } from '#shared/sync/protocol.ts';
import { pushAnswerSchema, pushRequestSchema, type PushRequest } from '#shared/sync/push-message.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { ids, now } from '#shared/testing/builders.ts';

const command = aCommand('start-task');
const queued = { seq: 1, id: command.id, command };
const push: PushRequest = {
  protocol: protocolVersion,
  deviceId: ids.nothing,
  appVersion: '0.1.0+4e2f',
  commands: [queued],
  holding: [],
};

function takes(fields: object): boolean {
  return pushRequestSchema.safeParse({ ...push, ...fields }).success;
}

describe('a push', () => {
  it('carries commands in their order, each as it was made', () => {
    expect(pushRequestSchema.parse(push)).toEqual(push);
  });

  it('lets through a command that we do not understand, so that it alone is refused', () => {
    const strange = { type: 'paint-house', colour: 'red', rooms: [1, { two: null }] };
    const parsed = pushRequestSchema.parse({
      ...push,
      commands: [queued, { ...queued, seq: 2, command: strange }],
    });
    expect(parsed.commands[1]?.command).toEqual(strange);
  });

  it('takes up to the limit of commands, and at least one', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...queued, seq: at + 1 }));
    expect(takes({ commands: many(pushLimit) })).toBe(true);
    expect(takes({ commands: many(pushLimit + 1) })).toBe(false);
    expect(takes({ commands: [] })).toBe(false);
  });

  it.each([0, -1, 1.5, '1', null, NaN, 2 ** 53])('has no sequence number %s', (seq) => {
    expect(takes({ commands: [{ ...queued, seq }] })).toBe(false);
  });

  it.each([
    ['another protocol', { protocol: protocolVersion + 1 }],
    ['the protocol as text', { protocol: String(protocolVersion) }],
    ['a device that is no id', { deviceId: 'my tablet' }],
    ['a version that is no text', { appVersion: 1 }],
    ['a version with NUL', { appVersion: '1\u0000' }],
    ['a type with NUL', { commands: [{ ...queued, command: { type: 'start\u0000' } }] }],
    ['a type of any length', { commands: [{ ...queued, command: { type: 'x'.repeat(61) } }] }],
    ['a command without a type', { commands: [{ ...queued, command: {} }] }],
    ['a command that is a list', { commands: [{ ...queued, command: ['start-task'] }] }],
    ['a command that is nothing', { commands: [{ ...queued, command: null }] }],
    ['commands as an object', { commands: { 0: queued, length: 1 } }],
    ['somebody to act for', { personId: ids.nothing }],
    ['a tenant', { tenantId: ids.nothing }],
  ])('does not take %s', (_what, fields) => {
    expect(takes(fields)).toBe(false);
  });

  it('gives no command a prototype of its sender', () => {
    const text = JSON.stringify(push).replace('"type"', '"__proto__":{"actor":"astrid"},"type"');
    const parsed = pushRequestSchema.parse(JSON.parse(text));
    const [first] = parsed.commands;
    expect(Object.getPrototypeOf(first?.command)).toBe(Object.prototype);
    expect(Reflect.get(first?.command ?? {}, 'actor')).toBeUndefined();
  });
});

describe('the answer', () => {
  const refused = {
    seq: 2,
    id: ids.nothing,
    status: 'refused',
    at: now,
    refusal: { code: 'task.closed', state: 'completed' },
  };
  const answer = {
    protocol: protocolVersion,
    outcomes: [{ seq: 1, id: command.id, status: 'applied', at: now }, refused],
    nextSeq: 3,
  };

  it('keeps the facts of a refusal, also of a code that is newer than the app', () => {
    expect(pushAnswerSchema.parse(answer)).toEqual(answer);
    expect(outcomeSchema.parse({ ...refused, refusal: { code: 'moon.full', phase: 4 } })).toMatchObject({
      refusal: { code: 'moon.full', phase: 4 },
    });
  });

  it.each([
    ['a captive portal', '<html>Log in</html>'],
    ['nothing', null],
    ['an empty object', {}],
    ['a bare list', []],
    ['another protocol', { ...answer, protocol: 0 }],
    ['no next number', { ...answer, nextSeq: 0 }],
    ['an outcome without a verdict', { ...answer, outcomes: [{ seq: 1, id: command.id, at: now }] }],
    ['a refusal without its code', { ...answer, outcomes: [{ ...refused, refusal: {} }] }],
    ['an applied one with a refusal', { ...answer, outcomes: [{ ...refused, status: 'applied' }] }],
  ])('acknowledges nothing when it is %s', (_what, value) => {
    expect(pushAnswerSchema.safeParse(value).success).toBe(false);
  });
});
