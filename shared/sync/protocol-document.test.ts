import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { problemSchema, problemStatus } from '#shared/kernel/problem.ts';
import { pullLineSchema, pullRequestSchema } from '#shared/sync/pull-message.ts';
import { pushAnswerSchema, pushRequestSchema } from '#shared/sync/push-message.ts';
import { fieldCommandSchema } from '#shared/sync/field-command.ts';
import { protocolHeader, protocolVersion, pullContentType, pushContentType } from '#shared/sync/protocol.ts';

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json ([a-z ]+)\n([^`]+)```/gu)].map(([, kind = '', text = '']) => ({
  kind,
  value: JSON.parse(text) as object,
}));

const schemas: Readonly<Record<string, ZodMiniType>> = {
  problem: problemSchema,
  push: pushRequestSchema,
  'push answer': pushAnswerSchema,
  pull: pullRequestSchema,
  line: pullLineSchema,
};

describe('docs/protocol.md', () => {
  it.each(examples)('its $kind is one: $value', ({ kind, value }) => {
    expect(schemas[kind]?.safeParse(value)).toMatchObject({ success: true });
  });

  it('shows every message', () => {
    expect([...new Set(examples.map(({ kind }) => kind))].sort()).toEqual(Object.keys(schemas).sort());
  });

  it('shows every line but the record itself, whose body is the domain’s', () => {
    const shown = examples.flatMap(({ kind, value }) =>
      kind === 'line' ? [(value as { line: string }).line] : [],
    );
    const all = pullLineSchema.def.options.map((option) => option.shape.line.def.values[0] as string);
    expect(shown).toEqual(all.filter((name) => name !== 'put'));
  });

  it('pushes a command that is understood', () => {
    const push = examples.find(({ kind }) => kind === 'push')?.value;
    const { command } = pushRequestSchema.parse(push).commands[0] ?? {};
    expect(fieldCommandSchema.safeParse(command)).toMatchObject({ success: true });
  });

  it('names this version, its header, its types, and the codes a device meets with their status', () => {
    expect(page).toContain(`version ${protocolVersion}\n`);
    for (const name of [`${protocolHeader}: ${protocolVersion}`, pullContentType, pushContentType]) {
      expect(page).toContain(name);
    }
    for (const row of page.matchAll(/^\| (`[a-z.-]+`(?:, `[a-z.-]+`)*) \| ([\d, ]+) \|/gmu)) {
      const codes = [...(row[1] ?? '').matchAll(/`([a-z.-]+)`/gu)].map(([, code]) => code ?? '');
      const statuses = (row[2] ?? '').split(', ').map(Number);
      codes.forEach((code, at) => {
        const status = (problemStatus as Record<string, number>)[code];
        expect(status, code).toBe(statuses[at] ?? statuses.at(-1));
      });
    }
  });
});
