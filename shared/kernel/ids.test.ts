import { describe, expect, it } from 'vitest';
import { idSchema } from '#shared/kernel/ids.ts';

const id = '0190ca5e-0000-7000-8000-000000000001';

describe('an id', () => {
  it('is a UUID, in lower case however it was written', () => {
    expect(idSchema.parse(id)).toBe(id);
    expect(idSchema.parse(id.toUpperCase())).toBe(id);
  });

  it.each([
    '',
    'undefined',
    '1',
    id.slice(1),
    `${id}0`,
    ` ${id}`,
    `${id}\n`,
    `{${id}}`,
    id.replaceAll('-', ''),
    `urn:uuid:${id}`,
    id.replace('0190', 'g190'),
    "' or 1=1 --",
    '../../x',
    '__proto__',
    '0190ca5e-0000-7000-8000-00000000000１',
  ])('is not %j', (text) => {
    expect(idSchema.safeParse(text).success).toBe(false);
  });

  it.each([null, undefined, 1, {}, [id], { toString: () => id }])('is no %j', (value) => {
    expect(idSchema.safeParse(value).success).toBe(false);
  });
});
