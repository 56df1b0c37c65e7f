import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { z } from 'zod';
import type { Environment } from '#server/env.ts';
import type { UploadDeps } from '#server/sync/uploads/upload-deps.ts';

/** What a command of the operator works on. */
export type OperatorDeps = UploadDeps & { readonly environment: Environment };

/** One command, ready to be run with the words typed after its name. */
export interface OperatorCommand {
  /** As the usage shows it, and below it what it does. */
  readonly usage: string;
  /** Reads the options and returns the work, which says what it did; or a sentence about each wrong option. */
  prepare(words: readonly string[]): { run(deps: OperatorDeps): Promise<string> } | { wrong: string };
}

/** Makes a command from its options' schema; `says` tells what each option must be. */
export function defineCommand<Schema extends z.ZodObject>(definition: {
  readonly usage: string;
  readonly schema: Schema;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly says: Readonly<Record<string, string>>;
  readonly run: (deps: OperatorDeps, options: z.infer<Schema>) => Promise<string>;
}): OperatorCommand {
  const { usage, schema, options, says, run } = definition;
  return {
    usage,
    prepare(words) {
      let values: unknown;
      try {
        ({ values } = parseArgs({ args: [...words], options }));
      } catch (error) {
        return { wrong: `${error instanceof Error ? error.message : String(error)}\n` };
      }
      const parsed = schema.safeParse(values);
      if (parsed.success) return { run: (deps) => run(deps, parsed.data) };
      const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
      return { wrong: [...names].map((name) => `--${name} must be ${says[name]}.\n`).join('') };
    },
  };
}
