/** Whether this can be an e-mail address at all; whether it is one, only the mail tells. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}
