import { z } from 'zod/mini';
import { idSchema } from '#shared/kernel/ids.ts';
import { actorSchema } from '#shared/people/actor.ts';

/** An e-mail address as people type it, made lower case: whether anybody has it, only a mail can tell. */
export const emailSchema = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(254), z.regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u));

/** Anything typed into a password field; what a new one must be like, the server says by a problem. */
const typedPasswordSchema = z.string().check(
  z.minLength(1),
  z.maxLength(1000),
  z.refine((text) => text.isWellFormed()),
);

/** `POST /api/auth/sign-in`. */
export const signInSchema = z.strictObject({ email: emailSchema, password: typedPasswordSchema });

/** `POST /api/auth/forgot`: the answer is always the same. */
export const forgotPasswordSchema = z.strictObject({ email: emailSchema });

/** `POST /api/auth/password-link`: whether a mailed link still works, and for whom. */
export const passwordLinkSchema = z.strictObject({ token: z.string().check(z.maxLength(200)) });
export const passwordLinkAnswerSchema = z.object({ email: z.string() });

/** `POST /api/auth/password`: a new password with the mailed link's token, or with the mailed code. */
export const newPasswordSchema = z.union([
  z.strictObject({ token: z.string().check(z.maxLength(200)), password: typedPasswordSchema }),
  z.strictObject({
    email: emailSchema,
    code: z.string().check(z.maxLength(40)),
    password: typedPasswordSchema,
  }),
]);
export type NewPassword = z.infer<typeof newPasswordSchema>;

/** Who signed in; the answer of signing in, and of `GET /api/auth/me` when somebody is. */
export const signedInSchema = z.strictObject({
  person: z.strictObject({ id: idSchema, name: z.string(), email: z.string(), staff: z.boolean() }),
  actor: actorSchema,
});
export type SignedInPerson = z.infer<typeof signedInSchema>;
