import type { ItemStatus } from '#lib/sync/item-status.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** The tone of a status word. */
export const itemTone: Readonly<Record<ItemStatus, Tone>> = {
  'on-device': 'on-device',
  sending: 'sending',
  received: 'received',
  approved: 'approved',
  attention: 'attention',
  lost: 'attention',
};
