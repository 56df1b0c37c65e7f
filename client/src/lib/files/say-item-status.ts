import type { ItemStatus } from '#lib/sync/item-status.ts';
import type { fileTexts } from '#lib/texts/file-texts.ts';
import type { taskWords } from '#lib/texts/task-words.ts';

type Words = ReturnType<typeof taskWords>['item'];
type Texts = ReturnType<typeof fileTexts>;

/** What is known of bytes on their way. */
export interface Sent {
  readonly size: number;
  readonly sent: number;
}

/** Where an item stands, in its word; how far it has come while it is being sent. */
export function sayItemStatus(status: ItemStatus, bytes: Sent | null, words: Words, texts: Texts): string {
  switch (status) {
    case 'on-device':
      return words.onDevice;
    case 'sending':
      return bytes !== null && bytes.size > 0
        ? texts.sending(words.sending, percentOf(bytes))
        : words.sending;
    case 'received':
      return words.received;
    case 'approved':
      return words.approved;
    case 'attention':
      return words.attention;
    case 'lost':
      return texts.lost;
    case 'not-accepted':
      return texts.notAccepted;
  }
}

/** Whole percents; 100 is said by "received" alone. */
function percentOf({ size, sent }: Sent): number {
  return Math.min(99, Math.floor((100 * sent) / size));
}
