import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionalTextSchema, textSchema } from '#shared/kernel/text.ts';

const line = textSchema(10);
const optional = optionalTextSchema(10);

describe('text', () => {
  it('is taken without blanks around it', () => {
    expect(line.parse('  hei \n')).toBe('hei');
    expect(optional.parse('\u00a0 \t')).toBe('');
  });

  it('keeps line breaks, emoji and other scripts inside', () => {
    for (const text of ['a\nb', '🔥🔥', 'æøå ÆØÅ', 'שלום', 'e\u0301']) expect(line.parse(text)).toBe(text);
  });

  it('is measured after trimming, in code points', () => {
    expect(line.safeParse(` ${'x'.repeat(10)} `).success).toBe(true);
    expect(line.safeParse('x'.repeat(11)).success).toBe(false);
    expect(line.safeParse('🔥'.repeat(10)).success).toBe(true);
    expect(line.safeParse('🔥'.repeat(11)).success).toBe(false);
  });

  it('must be there, unless it is optional', () => {
    for (const empty of ['', '   ', '\n\t']) {
      expect(line.safeParse(empty).success).toBe(false);
      expect(optional.safeParse(empty).success).toBe(true);
    }
    expect(optional.safeParse(undefined).success).toBe(false);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['a lone high surrogate', 'a\ud83d'],
    ['a lone low surrogate', '\udd25a'],
    ['surrogates the wrong way round', '\udd25\ud83d'],
    ['an override to the left', 'a\u202eb'],
    ['an embedding', 'a\u202ab'],
    ['the end of an embedding', 'a\u202cb'],
    ['an isolate', 'a\u2066b'],
    ['the end of an isolate', 'a\u2069b'],
  ])('with %s is refused', (_what, text) => {
    expect(line.safeParse(text).success).toBe(false);
    expect(optional.safeParse(text).success).toBe(false);
  });

  it.each([null, 1, true, {}, [], ['a'], { length: 1 }])('is no %j', (value) => {
    expect(line.safeParse(value).success).toBe(false);
  });

  it('that is taken survives UTF-8 and back, and is taken again as it is', () => {
    const utf8 = new TextEncoder();
    const back = new TextDecoder();
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const parsed = line.safeParse(text);
        if (!parsed.success) return;
        expect(back.decode(utf8.encode(parsed.data))).toBe(parsed.data);
        expect(line.parse(parsed.data)).toBe(parsed.data);
        expect(parsed.data).not.toContain('\u0000');
      }),
      { numRuns: 500 },
    );
  });
});
