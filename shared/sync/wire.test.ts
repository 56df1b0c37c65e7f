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
import { recordSchema } from '#shared/sync/record.ts';
import { commandTypes, fieldCommandTypes } from '#shared/testing/command-types.ts';
import { canonical } from '#shared/testing/expectation.ts';

const historySchema = z.array(
  z.strictObject({ protocol: z.number().int(), since: z.iso.date(), sha256: z.string() }),
);
const history = historySchema.parse(readJson('wire-history.json'));

const storedSchema = z.array(
  z.strictObject({ protocol: z.number().int(), command: z.looseObject({ type: z.string() }) }),
);
const stored = storedSchema.parse(readJson('stored-commands.json'));

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** Everything that crosses between a device and a server that may be of another age. */
const wire = {
  headers: { protocolHeader, pushContentType, pullContentType },
  push: z.toJSONSchema(pushRequestSchema),
  pushAnswer: z.toJSONSchema(pushAnswerSchema),
  pull: z.toJSONSchema(pullRequestSchema),
  pullLine: z.toJSONSchema(pullLineSchema),
  outcome: z.toJSONSchema(outcomeSchema),
  record: z.toJSONSchema(recordSchema),
  problem: z.toJSONSchema(problemSchema),
  commands: z.toJSONSchema(commandSchema),
};

const explanation = `
The wire has changed: a device in the field may speak the old one to a new server, and the other way round.
- Is protocol ${protocolVersion} in anybody's hands? Raise protocolVersion in shared/sync/protocol.ts, see that the
  server still understands the older one, and add a line with the new hash to shared/sync/wire-history.json.
- Is it not shipped yet? Replace the hash of its line.
- Was only zod updated, and does the difference mean nothing? Replace the hash and say so in the commit.`;

describe('the wire', () => {
  it('has not changed under its version', () => {
    const sha256 = createHash('sha256').update(canonical(wire)).digest('hex');
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
