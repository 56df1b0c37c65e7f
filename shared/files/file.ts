import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/instant.ts';
import { textSchema } from '#shared/kernel/text.ts';

/** Largest file from staff, ad hoc users and suppliers: 500 MB (access.md, decision 11). */
export const largestFile = 500_000_000;

/** What a file is for; named when it is declared. */
export const filePurposeSchema = z.enum(['task-attachment', 'answer-photo', 'archive']);
export type FilePurpose = z.infer<typeof filePurposeSchema>;

/**
 * declared: known, no byte yet · receiving: bytes on their way · received: all bytes here, being verified ·
 * available: hash and size verified, type sniffed · refused: by the grant or by the check, bytes deleted ·
 * cancelled: by the person · expired: nothing came for seven days.
 */
export const fileStateSchema = z.enum([
  'declared',
  'receiving',
  'received',
  'available',
  'refused',
  'cancelled',
  'expired',
]);
export type FileState = z.infer<typeof fileStateSchema>;

/** Whether bytes may still land: declared, receiving or received. */
export function isOutstanding(file: { state: FileState }): boolean {
  return file.state === 'declared' || file.state === 'receiving' || file.state === 'received';
}

/** Archive files only: everything from outside starts as awaiting. */
export const approvalSchema = z.enum(['awaiting', 'approved', 'rejected']);
export type Approval = z.infer<typeof approvalSchema>;

/** A display name: no path separators or control characters, not only dots, at most 150 characters. */
export const fileNameSchema = textSchema(150).check(
  z.refine((name) => !/[\u0001-\u001f\u007f/\\]|^\.+$/u.test(name), {
    error: 'path separators, control characters or only dots',
  }),
);

export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/u));

/** A file as a task, an archive and a receipt show it. `size` in bytes; `type` is what the bytes were sniffed as. */
export const fileSchema = z.strictObject({
  id: idSchema,
  purpose: filePurposeSchema,
  folderId: z.nullable(idSchema),
  checklistId: z.nullable(idSchema),
  questionId: z.nullable(idSchema),
  name: fileNameSchema,
  size: z.int().check(z.minimum(0), z.maximum(largestFile)),
  sha256: sha256Schema,
  type: z.nullable(z.string()),
  declaredBy: idSchema,
  declaredByName: z.string(),
  /** Whose grant it hangs on: the supplier company, or the person. */
  partyId: idSchema,
  declaredAt: instantSchema,
  availableAt: z.nullable(instantSchema),
  state: fileStateSchema,
  refusalCode: z.nullable(z.string()),
  approval: z.nullable(approvalSchema),
});
export type FileRecord = z.infer<typeof fileSchema>;
