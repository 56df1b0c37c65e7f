import type { Id } from '#shared/kernel/ids.ts';
import type { FieldCommand } from '#shared/sync/field-command.ts';

/**
 * One thing that a person did on a device and was told was kept. `sure` is false where the tab died over it: nobody
 * knows, and it may be there or not, but never twice.
 */
export interface Deed {
  readonly device: string;
  readonly personId: Id;
  readonly type: FieldCommand['type'];
  readonly taskId: Id | null;
  readonly sure: boolean;
  /** The command's id; '' where it is not known. */
  readonly id: Id;
  /** A comment's words: no two are the same. */
  readonly text: string;
  readonly file: { readonly id: Id; readonly size: number; readonly sha256: string } | null;
}

/** Everything people did in a world, and what they gave up again. */
export class Ledger {
  readonly deeds: Deed[] = [];
  /** Refused things that a person discarded, by the item's id. */
  readonly discarded = new Set<Id>();
  /** Files that a person took back, or may have when the tab died. */
  readonly takenBack = new Set<Id>();
  /** Devices whose storage was wiped, with how many deeds had been done until then. */
  readonly wiped = new Map<string, number>();
  /** Deeds done until the last point to which the server was restored: what the server had of files is gone. */
  restored: { readonly at: number } | null = null;
  #words = 0;

  /** Words that nobody used before. */
  words(who: string): string {
    this.#words += 1;
    return `${who} sier ${this.#words}`;
  }

  add(deed: Deed): void {
    this.deeds.push(deed);
  }

  /** Whether the device lost its storage after this deed. */
  isWiped(deed: Deed): boolean {
    return this.deeds.indexOf(deed) < (this.wiped.get(deed.device) ?? 0);
  }
}
