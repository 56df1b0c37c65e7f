import type { FieldCommand } from '#shared/sync/field-command.ts';

type Made = 'id' | 'madeAt' | 'retryOf';
type WithoutMade<Command> = Command extends FieldCommand ? Omit<Command, Made> : never;

/** A command as it is asked for: its id and time are given when it is queued. */
export type AnyCommandFields = WithoutMade<FieldCommand>;

/**
 * What a screen may queue by itself. Files are declared by `addFile`, taken back by `cancelFile`, and reopening is
 * asked for by `askToReopen`, which know the bytes and the list of what waits.
 */
export type CommandFields = Exclude<
  AnyCommandFields,
  { type: 'declare-file' | 'cancel-file' | 'request-reopening' }
>;
