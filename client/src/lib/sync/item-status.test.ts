import { describe, expect, it } from 'vitest';
import { statusOfRecord } from '#lib/sync/item-status.ts';
import { aFile } from '#shared/testing/builders.ts';

describe('a file that another device sent', () => {
  it('and that was refused asks for nothing here: there is nothing to act on', () => {
    expect(statusOfRecord(aFile({ state: 'refused' }))).toBe('not-accepted');
    expect(statusOfRecord(aFile({ state: 'expired' }))).toBe('not-accepted');
    expect(statusOfRecord(aFile({ state: 'receiving' }))).toBe('sending');
    expect(statusOfRecord(aFile({ state: 'available', approval: 'approved' }))).toBe('approved');
  });
});
