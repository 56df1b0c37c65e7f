import { describe, expect, it } from 'vitest';
import { protocolVersion } from '#shared/sync/protocol.ts';
import { pullLineSchema, pullRequestSchema } from '#shared/sync/pull-message.ts';
import { scopeKey } from '#shared/sync/scope.ts';
import { aFile, aTask, ids, now } from '#shared/testing/builders.ts';
import { actorOf } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';

const scope = { kind: 'task', id: ids.task, generation: 0 } as const;
const pull = {
  protocol: protocolVersion,
  deviceId: ids.nothing,
  appVersion: '0.1.0',
  cookie: null,
  page: null,
  held: [scope],
  ackedSeq: 0,
  holding: [],
  verify: false,
  drifted: [],
};

function takes(fields: object): boolean {
  return pullRequestSchema.safeParse({ ...pull, ...fields }).success;
}

describe('a pull', () => {
  it('tells what the device holds and where it stands', () => {
    expect(pullRequestSchema.parse(pull)).toEqual(pull);
    expect(takes({ cookie: 'x'.repeat(4096) })).toBe(true);
    expect(takes({ held: { count: 10_000, digest: '0123456789abcdef' } })).toBe(true);
  });

  it('of protocol 1 says less, and means the same', () => {
    const { page: _, verify: __, drifted: ___, ...first } = { ...pull, protocol: 1 };
    expect(pullRequestSchema.parse(first)).toEqual({ ...pull, protocol: 1 });
  });

  it.each([
    ['another protocol', { protocol: 0 }],
    ['a cookie without end', { cookie: 'x'.repeat(4097) }],
    ['a cookie that is an object', { cookie: { epoch: 1 } }],
    ['a cookie left out', { cookie: undefined }],
    ['a digest that is none', { held: { count: 1, digest: 'x' } }],
    ['a scope of a whole tenant', { held: [{ ...scope, kind: 'tenant' }] }],
    ['a scope of a prototype', { held: [{ ...scope, kind: '__proto__' }] }],
    ['a scope that is no id', { held: [{ ...scope, id: '*' }] }],
    ['a generation before the first', { held: [{ ...scope, generation: -1 }] }],
    ['more scopes than a device holds', { held: Array.from({ length: 20_001 }, () => scope) }],
    ['a number before the first', { ackedSeq: -1 }],
    ['a wish for somebody else’s records', { personId: ids.nothing }],
  ])('does not take %s', (_what, fields) => {
    expect(takes(fields)).toBe(false);
  });
});

describe('a line of the answer', () => {
  const lines = [
    { line: 'head', protocol: protocolVersion, epoch: ids.nothing },
    { line: 'drop', kind: 'building', id: askebySkole.id },
    { line: 'scope', scope, whole: true },
    { line: 'put', record: { kind: 'task', id: ids.task, rev: 3, body: aTask({ files: [aFile()] }) } },
    { line: 'put', record: { kind: 'building', id: askebySkole.id, rev: 1, body: askebySkole } },
    { line: 'put', record: { kind: 'profile', id: actorOf('siri').personId, rev: 1, body: actorOf('siri') } },
    { line: 'put', record: { kind: 'own-file', id: ids.photo, rev: 1, body: aFile() } },
    { line: 'del', kind: 'task', id: ids.task },
    { line: 'acks', nextSeq: 2, outcomes: [{ seq: 1, id: ids.command, status: 'applied', at: now }] },
    { line: 'end', cookie: 'c', more: false, serverTime: now },
  ];

  it.each(lines)('$line is understood', (line) => {
    expect(pullLineSchema.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  });

  it.each([
    ['an unknown line', { line: 'exec' }],
    ['half a line', { line: 'end', cookie: 'c' }],
    ['text', 'head'],
    [
      'a record of an unknown kind',
      { line: 'put', record: { kind: 'secret', id: ids.task, rev: 1, body: {} } },
    ],
    [
      'a task with a field that devices do not get',
      { line: 'put', record: { kind: 'task', id: ids.task, rev: 1, body: { ...aTask(), cost: 12 } } },
    ],
    [
      'a file with the place of its bytes',
      {
        line: 'put',
        record: { kind: 'own-file', id: ids.photo, rev: 1, body: { ...aFile(), storageKey: 'k' } },
      },
    ],
    [
      'a person with an e-mail address',
      {
        line: 'put',
        record: { kind: 'profile', id: ids.task, rev: 1, body: { ...actorOf('siri'), email: 'x' } },
      },
    ],
  ])('is not %s', (_what, line) => {
    expect(pullLineSchema.safeParse(line).success).toBe(false);
  });
});

describe('the key of a scope', () => {
  it('tells kinds apart that share an id', () => {
    const keys = (['task', 'building', 'person'] as const).map((kind) => scopeKey({ kind, id: ids.task }));
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toBe(`task:${ids.task}`);
  });
});
