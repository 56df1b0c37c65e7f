import { readFileSync } from 'node:fs';
import type { BrowserContext } from '@playwright/test';
import { testPassword } from '#server/testing/test-passwords.ts';
import { must } from '#shared/kernel/must.ts';
import { people, type PersonName } from '#shared/testing/people.ts';
import { findChromium } from '../tools/find-chromium.mjs';

/** Names the Chromium of this machine to the fixtures, and gives its path. */
export function useChromium(): string {
  const found: unknown = findChromium();
  const path = typeof found === 'string' ? found : '';
  process.env['CHROMIUM'] = path;
  return path;
}

/** Signs somebody in without the page: a cookie is all that the browser then has of them. */
export async function signInByCookie(context: BrowserContext, url: string, who: PersonName): Promise<void> {
  const answer = await context.request.post('/api/auth/sign-in', {
    headers: { Origin: url },
    data: { email: people[who].email, password: testPassword },
  });
  if (!answer.ok()) throw new Error(`${who} could not sign in: ${answer.status()}`);
}

/** Memory of a process in MB: resident now (`VmRSS`) or its peak (`VmHWM`); 0 when it has ended. */
export function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  try {
    const found = new RegExp(`${what}:\\s+(\\d+) kB`, 'u').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(found?.[1] ?? 0) / 1000);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return must([...values].sort((a, b) => a - b)[values.length >> 1], 'a value');
}

/** One line of figures. */
export function say(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(56)} ${value}\n`);
}
