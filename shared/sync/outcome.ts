import { z } from 'zod/mini';
import type { ArchiveRefusal } from '#shared/archive/assess-archive-file.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import type { FileRefusal } from '#shared/tasks/land-file.ts';
import type { TaskRefusal } from '#shared/tasks/task-refusals.ts';

/** Refusals that the protocol itself gives. */
export type SyncRefusal =
  /** The command does not fit its schema: a bug of the app; the work stays on the device. */
  | { code: 'command.invalid'; fields: string[] }
  /** The server failed three times on this command alone; an operator is alarmed. */
  | { code: 'command.failed' };

export type Refusal = TaskRefusal | FileRefusal | ArchiveRefusal | SyncRefusal;
export type RefusalCode = Refusal['code'];

/** Narrows a refusal by its code, so that its facts are typed. */
export type RefusalOf<Code extends RefusalCode> = Extract<Refusal, { code: Code }>;

const refusalSchema = z.looseObject({ code: z.string() });

/** The server's recorded answer to one command. `at` is the server's receipt. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({
    seq: z.int().check(z.positive()),
    id: idSchema,
    status: z.literal('applied'),
    at: instantSchema,
  }),
  z.strictObject({
    seq: z.int().check(z.positive()),
    id: idSchema,
    status: z.literal('refused'),
    at: instantSchema,
    refusal: refusalSchema,
  }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;
