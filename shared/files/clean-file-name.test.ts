import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName } from '#shared/files/clean-file-name.ts';
import { fileNameSchema } from '#shared/files/file.ts';

describe('the name of a picked file', () => {
  it('is left alone when it may be declared as it is', () => {
    for (const name of ['tavle.jpg', 'Måling 3. etasje (kopi).xlsx', '.env', 'x'.repeat(150)]) {
      expect(cleanFileName(name)).toBe(name);
    }
  });

  it('loses what only deceives or cannot be stored, and nothing else', () => {
    expect(cleanFileName('faktura\u202egpj.pdf')).toBe('fakturagpj.pdf');
    expect(cleanFileName('a\u0000b\u0007c\u2066d.txt')).toBe('abcd.txt');
    expect(cleanFileName('2026/11/plan\\1.dwg')).toBe('2026-11-plan-1.dwg');
    expect(cleanFileName('  rapport.pdf ')).toBe('rapport.pdf');
    expect(cleanFileName('\ud800.jpg')).toBe('\ufffd.jpg');
    expect([cleanFileName(''), cleanFileName('..'), cleanFileName('\u202e')]).toEqual(['fil', 'fil', 'fil']);
  });

  it('is shortened in the middle, so that beginning, end and extension stay', () => {
    const name = `Kontrollrapport ${'svært '.repeat(40)}lang, del 2.pdf`;
    const short = cleanFileName(name);
    expect(short).toHaveLength(150);
    expect(short).toMatch(/^Kontrollrapport svært .*….*lang, del 2 \([0-9a-f]{6}\)\.pdf$/u);
    expect(cleanFileName(name)).toBe(short);
    expect(cleanFileName(name.replace('svært', 'særs'))).not.toBe(short);
    const middle = (word: string) => `${'a'.repeat(130)}${word}${'b'.repeat(60)}.pdf`;
    expect(cleanFileName(middle('første'))).not.toBe(cleanFileName(middle('andre!')));
  });

  it('can always be declared, whatever was picked', () => {
    const pieces = fc.constantFrom('a', 'å', '.', ' ', '/', '\u202e', '\u0000', '👩🏽‍🔧', '\ud83d', 'pdf', '…');
    const names = fc.array(pieces, { maxLength: 120 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(names, (name) => {
        const clean = cleanFileName(name);
        expect(fileNameSchema.safeParse(clean)).toMatchObject({ success: true, data: clean });
        expect(cleanFileName(clean)).toBe(clean);
      }),
    );
  });
});
