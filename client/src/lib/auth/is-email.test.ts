import { expect, test } from 'vitest';
import { isEmail } from '#lib/auth/is-email.ts';
import { emailSchema } from '#shared/people/sign-in.ts';

test.each(['siri@sagvik.example', ' siri@sagvik.example ', 'a.b+c@d.e.no'])(
  '%j can be an address',
  (text) => {
    expect(isEmail(text)).toBe(true);
    expect(emailSchema.safeParse(text).success).toBe(true);
  },
);

test.each([
  '',
  'siri',
  'siri@',
  '@sagvik.example',
  'siri@@sagvik.example',
  'siri @sagvik.example',
  'siri@sagvik',
])('%j cannot be an address, and is never sent', (text) => expect(isEmail(text)).toBe(false));
