/** What the browser says about the room this app has. Bytes. */
export interface StorageFacts {
  persisted: boolean;
  usage: number;
  quota: number;
}

/** The browser's storage manager, or what stands in for it. */
export interface StorageKeeper {
  /** Asks that nothing be evicted; true where it is granted (now or before). */
  persist(): Promise<boolean>;
  facts(): Promise<StorageFacts>;
}

/** The storage manager of this browser; where there is none, nothing is persisted and the room is unknown (0). */
export const browserStorage: StorageKeeper = {
  async persist() {
    const manager = managerOf();
    if (manager === null) return false;
    return (await manager.persisted()) || (await manager.persist());
  },
  async facts() {
    const manager = managerOf();
    if (manager === null) return { persisted: false, usage: 0, quota: 0 };
    const [persisted, estimate] = await Promise.all([manager.persisted(), manager.estimate()]);
    return { persisted, usage: estimate.usage ?? 0, quota: estimate.quota ?? 0 };
  },
};

/** The share of the room that is used, 0 to 1; a warning is due from 0.8. */
export function shareUsed(facts: Pick<StorageFacts, 'usage' | 'quota'>): number {
  return facts.quota === 0 ? 0 : facts.usage / facts.quota;
}

function managerOf(): StorageManager | null {
  return 'storage' in navigator ? navigator.storage : null;
}
