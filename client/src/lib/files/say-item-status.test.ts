import { describe, expect, it } from 'vitest';
import { sayItemStatus } from '#lib/files/say-item-status.ts';
import type { ItemStatus } from '#lib/sync/item-status.ts';
import { fileTexts } from '#lib/texts/file-texts.ts';
import { taskWords } from '#lib/texts/task-words.ts';

function say(status: ItemStatus, bytes: { size: number; sent: number } | null = null): string {
  return sayItemStatus(status, bytes, taskWords().item, fileTexts());
}

describe('where an item stands', () => {
  it('is one of the four words, or that it needs somebody', () => {
    expect(say('on-device')).toBe('På enheten');
    expect(say('received')).toBe('Mottatt');
    expect(say('approved')).toBe('Godkjent');
    expect(say('attention')).toBe('Krever handling');
    expect(say('lost')).toBe('Borte fra enheten');
    expect(say('not-accepted')).toBe('Ikke tatt imot');
  });

  it('tells how far its bytes have come, but never 100 before the receipt', () => {
    expect(say('sending')).toBe('Sender');
    expect(say('sending', { size: 200, sent: 0 })).toBe('Sender 0 %');
    expect(say('sending', { size: 200, sent: 87 })).toBe('Sender 43 %');
    expect(say('sending', { size: 200, sent: 200 })).toBe('Sender 99 %');
    expect(say('sending', { size: 0, sent: 0 })).toBe('Sender');
  });
});
