import { z } from 'zod/mini';
import { passwordLinkAnswerSchema } from '#shared/people/sign-in.ts';
import { request, type Answer } from '#lib/api/request.ts';

/** How somebody proves that a new password is theirs to set: the mailed link's token, or the mailed code. */
export type PasswordProof = { token: string } | { email: string; code: string };

/** Asks for a code and a link by mail. The answer is the same whether the e-mail is known or not. */
export async function askForPassword(email: string): Promise<Answer<unknown>> {
  return request('/api/auth/forgot', z.unknown(), { method: 'POST', body: { email: email.trim() } });
}

/** Whether the mailed link still works, and for whom; a dead one is `link.dead`. */
export async function askAboutLink(token: string): Promise<Answer<{ email: string }>> {
  return request('/api/auth/password-link', passwordLinkAnswerSchema, { method: 'POST', body: { token } });
}

/** Sets a new password by its proof. */
export async function setPassword(proof: PasswordProof, password: string): Promise<Answer<unknown>> {
  return request('/api/auth/password', z.unknown(), { method: 'POST', body: { ...proof, password } });
}
