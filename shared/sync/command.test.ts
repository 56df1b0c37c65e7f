import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandSchema, commandSchemas } from '#shared/sync/command.ts';
import { taskSchema } from '#shared/tasks/task.ts';
import { fileSchema } from '#shared/files/file.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { ids, now } from '#shared/testing/builders.ts';
import { commandTypes } from '#shared/testing/command-types.ts';
import { commandVariants } from '#shared/testing/command-variants.ts';

/** What a body must never write: everything a task and a file are, and what would reach their prototypes. */
const written = [
  ...Object.keys(taskSchema.shape),
  ...Object.keys(fileSchema.shape),
  'role',
  'roles',
  'grant',
  'actor',
  'personId',
  'storageKey',
  'at',
  'seq',
  'former',
  'constructor',
  'prototype',
  'toString',
];

describe('a command', () => {
  it.each(commandTypes)('%s takes no field but its own', (type) => {
    const option = commandSchemas.find((one) => one.shape.type.def.values.some((each) => each === type));
    const own = new Set(Object.keys(option?.shape ?? {}));
    for (const field of written.filter((one) => !own.has(one))) {
      for (const value of ['approved', ids.nothing, now, 1, true, null, { x: 1 }]) {
        const sent = { ...aCommand(type), [field]: value };
        expect(commandSchema.safeParse(sent).success, `${type} with ${field}`).toBe(false);
      }
    }
    const text = JSON.stringify(aCommand(type)).replace('{', '{"__proto__":{"state":"approved"},');
    expect(commandSchema.safeParse(JSON.parse(text)).success, `${type} with __proto__`).toBe(false);
  });

  it.each(commandTypes)('%s never names state, tenant, approval, grant or times of ours', (type) => {
    const option = commandSchemas.find((one) => one.shape.type.def.values.some((each) => each === type));
    const fields = Object.keys(option?.shape ?? {});
    const never = [
      'state',
      'approval',
      'createdBy',
      'createdAt',
      'declaredBy',
      'partyId',
      'role',
      'at',
      'number',
    ];
    expect(fields.filter((field) => never.includes(field))).toEqual([]);
    if (type !== 'create-task') expect(fields).not.toContain('tenantId');
  });

  it.each(commandTypes)('%s needs each of its fields', (type) => {
    const { ...command } = aCommand(type);
    for (const field of Object.keys(command)) {
      const { [field as 'type']: _left, ...rest } = command;
      expect(commandSchema.safeParse(rest).success, `${type} without ${field}`).toBe(false);
    }
  });

  it.each(['', 'start', 'START-TASK', '__proto__', 'constructor', 'task-completed', 1, null])(
    'is not of the type %j',
    (type) => {
      expect(commandSchema.safeParse({ ...aCommand('start-task'), type }).success).toBe(false);
    },
  );

  it('is the same after the wire', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(commandVariants).flat()), (command) => {
        expect(commandSchema.parse(JSON.parse(JSON.stringify(command)))).toEqual(command);
      }),
    );
  });

  it('of any shape is taken or refused, never a crash', () => {
    const hostile = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.record(
        {
          type: fc.constantFrom(...commandTypes),
          id: fc.anything(),
          taskId: fc.anything(),
          files: fc.anything(),
        },
        { requiredKeys: ['type'] },
      ),
    );
    fc.assert(
      fc.property(hostile, (value) => {
        expect(commandSchema.safeParse(value).success).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the limits of single fields', () => {
  it.each([
    ['a reason of blanks', aCommand('decline-task', { reason: ' \n ' })],
    ['a comment without text', aCommand('add-comment', { text: '' })],
    ['a comment that cannot be stored', aCommand('add-comment', { text: 'a\u0000b' })],
    ['a comment without end', aCommand('add-comment', { text: 'x'.repeat(10_001) })],
    ['a file below nothing', aCommand('declare-file', { size: -1 })],
    ['a file beyond 500 MB', aCommand('declare-file', { size: 500_000_001 })],
    ['a file name with a path', aCommand('declare-file', { name: '../x.pdf' })],
    ['a hash in capitals', aCommand('declare-file', { sha256: 'A1'.repeat(32) })],
    ['an assignment to nobody', aCommand('assign-task', { executors: [] })],
    ['a deadline that is no day', aCommand('create-task', { deadline: '2026-02-30' })],
    ['a deadline in year 0', aCommand('create-task', { deadline: '0000-01-01' })],
    ['a clock without a zone', aCommand('start-task', { madeAt: '2026-11-23T08:12:00.000' })],
    [
      'the same new checklist twice',
      aCommand('create-task', {
        checklists: [1, 2].map(() => ({ id: ids.checklist, templateId: ids.nothing, mandatory: true })),
      }),
    ],
  ])('refuse %s', (_what, command) => {
    expect(commandSchema.safeParse(command).success).toBe(false);
  });

  it('name an executor by kind and id alone: the name is the tenant’s own', () => {
    const named = { kind: 'supplier', id: ids.nothing, name: 'Gratis Elektro AS' } as const;
    expect(commandSchema.safeParse({ ...aCommand('assign-task'), executors: [named] }).success).toBe(false);
  });
});
