import { z } from 'zod';
import { request, type Answer } from '#lib/api/request.ts';
import { signedInSchema, type SignedIn } from '#lib/device/device-database.ts';

const answerSchema = z.object({ person: signedInSchema });
const anybodySchema = z.object({ person: signedInSchema.nullable() });

/** How somebody proves that a new password is theirs to set: the mailed link's token, or the mailed code. */
export type PasswordProof = { token: string } | { email: string; code: string };

/** Signs in with e-mail and password. */
export async function signIn(email: string, password: string): Promise<Answer<{ person: SignedIn }>> {
  return request('/api/auth/sign-in', answerSchema, {
    method: 'POST',
    body: { email: email.trim(), password },
  });
}

/** Ends the session on the server. */
export async function signOut(): Promise<Answer<unknown>> {
  return request('/api/auth/sign-out', z.unknown(), { method: 'POST', body: {} });
}

/** Who the session's cookie belongs to; null for nobody. */
export async function whoIsSignedIn(): Promise<Answer<{ person: SignedIn | null }>> {
  return request('/api/auth/me', anybodySchema, {
    timeout: 8_000,
  });
}

/** Asks for a code and a link by mail. The answer is the same whether the e-mail is known or not. */
export async function askForPassword(email: string): Promise<Answer<unknown>> {
  return request('/api/auth/forgot', z.unknown(), { method: 'POST', body: { email: email.trim() } });
}

/** Sets a new password by its proof. */
export async function setPassword(proof: PasswordProof, password: string): Promise<Answer<unknown>> {
  return request('/api/auth/password', z.unknown(), { method: 'POST', body: { ...proof, password } });
}
