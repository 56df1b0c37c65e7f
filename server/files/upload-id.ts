import { randomBytes } from 'node:crypto';

/** A new address for one attempt to upload: 160 random bits, so that nobody finds another's. */
export function newUploadId(): string {
  return randomBytes(20).toString('hex');
}

/** Whether a text has the shape of an upload id; nothing else may reach the store or the database. */
export function isUploadId(text: string): boolean {
  return /^[0-9a-f]{40}$/u.test(text);
}
