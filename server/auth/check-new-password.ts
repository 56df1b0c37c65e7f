import { isCommonPassword } from '#server/auth/common-password.ts';
import { longestPassword } from '#server/auth/passwords.ts';
import { ProblemError } from '#server/http/problem-error.ts';

/** Characters, not bytes. NIST and product.md, A6. */
const shortestPassword = 12;

/** Throws `password.too-short` or `password.too-common` for a new password that may not be taken. */
export function checkNewPassword(password: string, about: readonly string[]): void {
  const length = [...password.normalize('NFC')].length;
  if (length < shortestPassword || length > longestPassword) throw new ProblemError('password.too-short');
  if (isCommonPassword(password, about)) throw new ProblemError('password.too-common');
}
