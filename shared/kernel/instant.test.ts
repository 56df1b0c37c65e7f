import { describe, expect, it } from 'vitest';
import { dateSchema, instantSchema, millis } from '#shared/kernel/instant.ts';

describe('an instant', () => {
  it.each([
    '2026-11-23T08:12:00.000Z',
    '2024-02-29T23:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ])('is %s', (text) => {
    expect(instantSchema.parse(text)).toBe(text);
    expect(new Date(millis(text)).toISOString()).toBe(text);
  });

  it.each([
    '2026-11-23T08:12:00Z',
    '2026-11-23T08:12:00.0000Z',
    '2026-11-23T08:12:00.000',
    '2026-11-23T08:12:00.000+01:00',
    '2026-11-23 08:12:00.000Z',
    '2026-11-23t08:12:00.000z',
    '2026-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-11-23T24:00:00.000Z',
    '2026-11-23T08:60:00.000Z',
    '2026-11-23T08:12:60.000Z',
    '0000-01-01T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    'now',
    'infinity',
    '',
  ])('is not %s', (text) => {
    expect(instantSchema.safeParse(text).success).toBe(false);
  });

  it.each([null, 0, 1_700_000_000_000, {}, ['2026-11-23T08:12:00.000Z']])('is no %j', (value) => {
    expect(instantSchema.safeParse(value).success).toBe(false);
  });

  it('is compared to the millisecond', () => {
    expect(millis('2026-11-23T08:12:00.001Z') - millis('2026-11-23T08:12:00.000Z')).toBe(1);
    expect(millis('1970-01-01T00:00:00.000Z')).toBe(0);
  });
});

describe('a calendar date', () => {
  it.each(['2026-12-03', '2024-02-29', '0001-01-01'])('is %s', (text) => {
    expect(dateSchema.parse(text)).toBe(text);
  });

  it.each(['2026-02-29', '2026-2-3', '26-12-03', '2026-12-03T00:00:00.000Z', '0000-01-01', '', 'tomorrow'])(
    'is not %s',
    (text) => {
      expect(dateSchema.safeParse(text).success).toBe(false);
    },
  );
});
