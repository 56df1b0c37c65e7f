import { describe, expect, it } from 'vitest';
import { sayCount, sayDuration, sayList, saySize } from '#lib/texts/say-number.ts';

/** Engines differ in which space they put; people do not see it. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [3_400, '3 kB'],
    [999_600, '1 MB'],
    [3_412_345, '3,4 MB'],
    [12_000_000, '12 MB'],
    [480_300_000, '480 MB'],
    [1_250_000_000, '1,3 GB'],
  ])('says %i bytes as "%s"', (bytes, said) => {
    expect(plain(saySize(bytes, 'nb'))).toBe(said);
  });

  it('uses a decimal point in English', () => {
    expect(plain(saySize(3_412_345, 'en'))).toBe('3.4 MB');
  });
});

describe('counts', () => {
  it('puts the noun in the right number', () => {
    expect(plain(sayCount(1, 'fil', 'filer', 'nb'))).toBe('1 fil');
    expect(plain(sayCount(0, 'fil', 'filer', 'nb'))).toBe('0 filer');
    expect(plain(sayCount(1200, 'fil', 'filer', 'nb'))).toBe('1 200 filer');
  });

  it('says a list with its word before the last', () => {
    expect(sayList(['navn', 'frist', 'bygg'], 'nb')).toBe('navn, frist og bygg');
    expect(sayList(['name', 'deadline'], 'en')).toBe('name and deadline');
  });
});

describe('time left', () => {
  it('never says zero, and rounds up', () => {
    expect(plain(sayDuration(0, 'nb'))).toBe('1 sekund');
    expect(plain(sayDuration(12.2, 'nb'))).toBe('13 sekunder');
    expect(plain(sayDuration(95, 'nb'))).toBe('2 minutter');
    expect(plain(sayDuration(3 * 3600, 'en'))).toBe('3 hours');
  });
});
