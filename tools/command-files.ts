/** A file of a new command: its path and what stands in it at first. */
export interface CommandFile {
  readonly path: string;
  readonly text: string;
}

/** A text that gets a line or two for the new command; `before` is where they go. */
export interface CommandLine {
  readonly path: string;
  readonly line: string;
  readonly before: string;
}

/** Whether a name is a command's: kebab-case, a verb and what it is done to. */
export function isCommandName(name: string): boolean {
  return /^[a-z]+(-[a-z]+)+$/u.test(name);
}

/** `complete-task` → `completeTask` */
export function camel(name: string): string {
  return name.replace(/-([a-z])/gu, (_all, letter: string) => letter.toUpperCase());
}

/** `complete-task` → `CompleteTask` */
export function pascal(name: string): string {
  const text = camel(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The rule, its cases (failing until somebody says what the command does) and their test. */
export function filesOfCommand(name: string): CommandFile[] {
  const rule = camel(name);
  const type = pascal(name);
  return [
    {
      path: `shared/tasks/${name}.ts`,
      text: `import type { z } from 'zod/mini';
import { accept } from '#shared/kernel/decision.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';

export const ${rule}Schema = taskCommandSchema('${name}', {});
export type ${type} = z.infer<typeof ${rule}Schema>;

/** Say here what ${name} does, from which states, and when it is refused. */
export const ${rule}: TaskRule<${type}> = (task, _command, context) =>
  guardTask('work-task', null, task, context, (open) => accept(open));
`,
    },
    {
      path: `shared/tasks/${name}.cases.ts`,
      text: `import { aCommand } from '#shared/testing/a-command.ts';
import { aTask } from '#shared/testing/builders.ts';
import type { CommandCase } from '#shared/testing/case.ts';

const command = aCommand('${name}');

/** Cases of \`${name}\`. */
export const ${rule}Cases: readonly CommandCase[] = [
  {
    title: '${name} does what it is for',
    given: { task: aTask() },
    actor: 'siri',
    command,
    outcome: 'applied',
    then: () => {
      throw new Error('say what ${name} changes, then add every state and every person');
    },
  },
];
`,
    },
    {
      path: `shared/tasks/${name}.test.ts`,
      text: `import { describe, it } from 'vitest';
import { ${rule}Cases } from '#shared/tasks/${name}.cases.ts';
import { playByRule } from '#shared/testing/play-cases.ts';

describe('${name}', () => {
  it.each(${rule}Cases)('$title', (aCase) => {
    playByRule(aCase);
  });
});
`,
    },
  ];
}

/** Where the command is named besides: the union, the map of rules, the map of cases. */
export function linesOfCommand(name: string): CommandLine[] {
  const rule = camel(name);
  return [
    {
      path: 'shared/sync/field-command.ts',
      line: `import { ${rule}Schema } from '#shared/tasks/${name}.ts';\n`,
      before: '\n/** The schema of each command that a device may queue',
    },
    {
      path: 'shared/sync/field-command.ts',
      line: `  ${rule}Schema,\n`,
      before: '] as const;\n\n/** What a device may queue',
    },
    {
      path: 'shared/sync/decide-field.ts',
      line: `import { ${rule} } from '#shared/tasks/${name}.ts';\n`,
      before: 'import type { Situation,',
    },
    {
      path: 'shared/sync/decide-field.ts',
      line: `  '${name}': onTask(${rule}),\n`,
      before: '};\n\n/** The decision on a command that devices',
    },
    {
      path: 'shared/testing/all-cases.ts',
      line: `import { ${rule}Cases } from '#shared/tasks/${name}.cases.ts';\n`,
      before: 'import type { CommandCase }',
    },
    {
      path: 'shared/testing/all-cases.ts',
      line: `  '${name}': ${rule}Cases,\n`,
      before: "  'create-task'",
    },
    {
      path: 'shared/testing/a-command.ts',
      line: `  '${name}': task,\n`,
      before: "  'create-task'",
    },
  ];
}

/** The text with the line put in; throws where the place is gone. */
export function insertLine(text: string, { path, line, before }: CommandLine): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`${path} no longer has "${before.trim()}": add this by hand:\n${line}`);
  return text.slice(0, at) + line + text.slice(at);
}
