import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '#shared/kernel/problem.ts';
import { commandSchema, commandSchemas } from '#shared/sync/command.ts';
import { fieldCommandSchemas } from '#shared/sync/field-command.ts';
import { outcomeSchema } from '#shared/sync/outcome.ts';
import { protocolHeader, protocolVersion, pullContentType, pushContentType } from '#shared/sync/protocol.ts';
import { pullLineSchema, pullRequestSchema } from '#shared/sync/pull-message.ts';
import { pushAnswerSchema, pushRequestSchema } from '#shared/sync/push-message.ts';
import { recordSchema, recordVersion } from '#shared/sync/record.ts';
import { commandTypes, fieldCommandTypes } from '#shared/testing/command-types.ts';
import { canonical } from '#shared/testing/expectation.ts';

const sinceThen = { since: z.iso.date(), sha256: z.string() };
const historySchema = z.array(z.strictObject({ protocol: z.number().int(), ...sinceThen }));
const history = historySchema.parse(readJson('wire-history.json'));

const recordHistorySchema = z.array(z.strictObject({ version: z.number().int(), ...sinceThen }));
const recordHistory = recordHistorySchema.parse(readJson('record-history.json'));

const storedRecordsSchema = z.array(
  z.strictObject({
    version: z.number().int(),
    record: z.looseObject({ kind: z.string(), body: z.looseObject({}) }),
  }),
);
const storedRecords = storedRecordsSchema.parse(readJson('stored-records.json'));

const storedSchema = z.array(
  z.strictObject({ protocol: z.number().int(), command: z.looseObject({ type: z.string() }) }),
);
const stored = storedSchema.parse(readJson('stored-commands.json'));

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const linesWithoutRecords = pullLineSchema.def.options.filter((line) => !('record' in line.shape));

/** Everything that crosses between a device and a server that may be of another age; records are versioned by themselves. */
const wire = {
  headers: { protocolHeader, pushContentType, pullContentType },
  push: z.toJSONSchema(pushRequestSchema),
  pushAnswer: z.toJSONSchema(pushAnswerSchema),
  pull: z.toJSONSchema(pullRequestSchema),
  pullLines: linesWithoutRecords.map((line) => z.toJSONSchema(line)),
  outcome: z.toJSONSchema(outcomeSchema),
  problem: z.toJSONSchema(problemSchema),
  commands: z.toJSONSchema(commandSchema),
};

const explanation = `
The wire has changed: a device in the field may speak the old one to a new server, and the other way round.
- Is protocol ${protocolVersion} in anybody's hands? Raise protocolVersion in shared/sync/protocol.ts, see that the
  server still understands the older one, and add a line with the new hash to shared/sync/wire-history.json.
- Is it not shipped yet? Replace the hash of its line.
- Was only zod updated, and does the difference mean nothing? Replace the hash and say so in the commit.`;

const explanationOfRecords = `
What records hold has changed. Devices of the version before leave what they do not know; those of this version pull all
records anew, and until then show what the version before has stored: what is new in them must be optional.
- Is version ${recordVersion} in anybody's hands? Raise recordVersion in shared/sync/record.ts, add a line with the new hash
  to shared/sync/record-history.json, and an example with what is new to shared/sync/stored-records.json.
- Is it not shipped yet? Replace the hash of its line, and mend its examples.`;

const hashOf = (what: unknown) => createHash('sha256').update(canonical(what)).digest('hex');

describe('records', () => {
  it('have not changed under their version', () => {
    const sha256 = hashOf(z.toJSONSchema(recordSchema));
    const line = recordHistory.find((one) => one.version === recordVersion);
    expect(line?.sha256, `${explanationOfRecords}\nThe hash is now ${sha256}.`).toBe(sha256);
    expect(recordHistory.map((one) => one.version)).toEqual(recordHistory.map((_, at) => at + 1));
  });

  it.each(storedRecords)('a $record.kind stored by version $version is one still, whole', ({ record }) => {
    expect(recordSchema.parse(record)).toEqual(record);
  });

  it('there is an example of every kind with every field', () => {
    for (const { shape } of recordSchema.def.options) {
      const [kind] = shape.kind.def.values;
      const examples = storedRecords.filter(({ record }) => record.kind === kind);
      const filled = examples.flatMap(({ record }) => Object.keys(record.body));
      expect(
        Object.keys(shape.body.shape).filter((field) => !filled.includes(field)),
        kind,
      ).toEqual([]);
    }
  });
});

describe('the wire', () => {
  it('has not changed under its version', () => {
    const sha256 = hashOf(wire);
    const line = history.find((one) => one.protocol === protocolVersion);
    expect(line?.sha256, `${explanation}\nThe hash is now ${sha256}.`).toBe(sha256);
  });

  it('has a history of rising versions that ends with this one', () => {
    const versions = history.map((one) => one.protocol);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(versions.at(-1)).toBe(protocolVersion);
  });
});

describe('commands that were ever stored', () => {
  it.each(stored)(
    '$command.type of protocol $protocol is understood, with the meaning it had',
    ({ command }) => {
      expect(commandSchema.parse(command)).toEqual(command);
    },
  );

  it('there is an example of every command', () => {
    const examples = new Set(stored.map(({ command }) => command.type));
    const types: readonly string[] = commandTypes;
    const missing = types.filter((type) => !examples.has(type));
    expect(missing, 'add an example to shared/sync/stored-commands.json before it ships').toEqual([]);
    const gone = [...examples].filter((type) => !types.includes(type));
    expect(gone, 'a shipped command stays understood: outboxes still hold it').toEqual([]);
  });

  it('there is an example with every field of every command', () => {
    for (const option of commandSchemas) {
      const type: string | undefined = option.shape.type.def.values[0];
      const filled = stored
        .filter(({ command }) => command.type === type)
        .flatMap(({ command }) => Object.keys(command));
      expect(
        Object.keys(option.shape).filter((field) => !filled.includes(field)),
        type,
      ).toEqual([]);
    }
  });

  it('a device queues only field commands, and each of them may carry what it repeats', () => {
    for (const option of fieldCommandSchemas) {
      expect(option.shape.retryOf.safeParse('0190ca5e-0000-7000-8000-000000000901').success).toBe(true);
    }
    expect(fieldCommandTypes).not.toContain('create-task');
    expect(fieldCommandTypes).toHaveLength(13);
  });
});
