import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that looks like a digit or like another. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters (40 bits) that somebody types from a mail into the installed app. */
export function mintCode(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** The code as it stands in the mail: two groups of four. */
export function showCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What was typed, as it was minted: without spaces and hyphens, in capitals, O for 0 and I or L for 1 forgiven. */
export function readCode(typed: string): string {
  return typed
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
