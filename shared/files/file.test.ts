import { describe, expect, it } from 'vitest';
import {
  fileNameSchema,
  fileSchema,
  fileStateSchema,
  isOutstanding,
  largestFile,
  sha256Schema,
} from '#shared/files/file.ts';
import { aFile } from '#shared/testing/builders.ts';

describe('file names', () => {
  it.each([
    'tavle-1.jpg',
    'Målebrev (kopi) «ny».pdf',
    'a',
    '.gitignore',
    '日本語.txt',
    'x'.repeat(150),
    '🔥.jpg',
  ])('takes %s', (name) => {
    expect(fileNameSchema.parse(name)).toBe(name);
  });

  it('takes the name without blanks around it', () => {
    expect(fileNameSchema.parse('  plan.pdf\t')).toBe('plan.pdf');
  });

  it.each([
    '',
    '   ',
    '.',
    '..',
    '....',
    '../../etc/passwd',
    'a/b.pdf',
    'a\\b.pdf',
    'linje\nskift.pdf',
    'retur\r\nSet-Cookie: x',
    'null\u0000.pdf',
    'bjelle\u0007.pdf',
    'slett\u007f.pdf',
    'fdp.\u202eexe',
    'isolert\u2066.pdf',
    'ensom\ud83d.pdf',
    'x'.repeat(151),
  ])('refuses %j', (name) => {
    expect(fileNameSchema.safeParse(name).success).toBe(false);
  });
});

describe('a file', () => {
  it('has a size from nothing to the largest in whole bytes', () => {
    for (const size of [0, 1, largestFile]) expect(fileSchema.safeParse(aFile({ size })).success).toBe(true);
    for (const size of [-1, 0.5, largestFile + 1, 2 ** 53, NaN, Infinity]) {
      expect(fileSchema.safeParse(aFile({ size })).success).toBe(false);
    }
  });

  it('has a hash in lower case and nothing else', () => {
    expect(sha256Schema.safeParse('a1'.repeat(32)).success).toBe(true);
    for (const text of ['A1'.repeat(32), 'a1'.repeat(31), `${'a1'.repeat(32)}\n`, 'g1'.repeat(32), '']) {
      expect(sha256Schema.safeParse(text).success, JSON.stringify(text)).toBe(false);
    }
  });

  it('is outstanding while bytes may still land', () => {
    const outstanding = fileStateSchema.options.filter((state) => isOutstanding({ state }));
    expect(outstanding).toEqual(['declared', 'receiving', 'received']);
  });
});
