import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes in base64url: 43 characters. The only place a token exists is the cookie or the mail it goes out in. */
export function mintToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether text has the form of a token of ours; anything else is not worth a look-up. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** What is stored of a secret: SHA-256 in hex. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
