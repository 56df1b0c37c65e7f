import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { z } from 'zod/mini';
import type { Id } from '#shared/kernel/ids.ts';
import { signedInSchema as answerSchema } from '#shared/people/sign-in.ts';
import type { WorkMark } from '#lib/device/work-mark.ts';

/** Who is signed in on this device: enough to open the right database without the server. */
export const signedInSchema = answerSchema.shape.person;
export type SignedIn = z.infer<typeof signedInSchema>;

/** What becomes of unsent work when somebody signs out with some left. */
export type SignOutChoice = 'keep' | 'discard';

/** The device's own facts, by key. `work:<personId>` is the second copy of that person's mark of work. */
export interface DeviceFacts {
  person: SignedIn;
  /** Somebody signed out, and their data is being removed from the device: begun again if it was interrupted. */
  leaving: { personId: Id; choice: SignOutChoice };
  /** Somebody signed out without contact: the server is told before anything else. */
  'sign-out-owed': true;
}

type DeviceRow =
  | { [Key in keyof DeviceFacts]: { key: Key; value: DeviceFacts[Key] } }[keyof DeviceFacts]
  | { key: `work:${string}`; value: WorkMark };

/** Facts of the device that belong to nobody's database. */
export class DeviceDatabase extends Dexie {
  declare facts: Table<DeviceRow, string>;

  constructor(options: DexieOptions = {}) {
    super('oppdrag-device', { ...options, chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ facts: 'key' });
  }
}
