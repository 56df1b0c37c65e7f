import { must } from '#shared/kernel/must.ts';
import { commandSchemas } from '#shared/sync/command.ts';
import { fieldCommandSchemas } from '#shared/sync/field-command.ts';
import type { CommandType } from '#shared/sync/command.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';

/** The name of every command there is, in the order of its schemas. */
export const commandTypes: readonly CommandType[] = commandSchemas.map(({ shape }) =>
  must(shape.type.def.values[0], 'a type'),
);

/** The names of those that a device may queue. */
export const fieldCommandTypes: readonly FieldCommand['type'][] = fieldCommandSchemas.map(({ shape }) =>
  must(shape.type.def.values[0], 'a type'),
);
