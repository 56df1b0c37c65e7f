import type { Id } from '#shared/kernel/ids.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import { makeThumbnail } from '#lib/files/make-thumbnail.ts';
import { keepThumbnail } from '#lib/files/thumbnails.ts';
import type { NewFile } from '#lib/sync/add-file.ts';
import type { Sync } from '#lib/sync/sync.ts';

/** Where a file goes: everything of a new file but the file itself. */
export type Destination = Omit<NewFile, 'source' | 'name' | 'type' | 'onProgress' | 'signal'>;

/** Why a picked file was not kept. */
export type AdditionFailure =
  | { reason: 'too-large' | 'full' | 'unreadable' | 'damaged' | 'cancelled' }
  | { reason: 'refused'; refusal: Refusal };

/** One picked file on its way into the device's storage, or not kept and why. */
export interface Addition {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  /** Bytes stored so far. */
  readonly stored: number;
  readonly picture: Promise<string | null>;
  readonly failure: AdditionFailure | null;
  readonly stop: AbortController;
}

/**
 * The files a screen is storing just now, one after the other so that a small tablet never holds two. A file leaves
 * the list the moment it is stored and read back: then it is among the task's own files.
 */
export class Additions {
  #items = $state.raw<readonly Addition[]>([]);
  #line: Promise<void> = Promise.resolve();
  #next = 1;
  #sync: Sync;
  #onadded: (fileId: Id) => void;

  constructor(sync: Sync, onadded: (fileId: Id) => void = () => undefined) {
    this.#sync = sync;
    this.#onadded = onadded;
  }

  get items(): readonly Addition[] {
    return this.#items;
  }

  /** Whether something is not stored yet: leaving now would lose it. */
  get busy(): boolean {
    return this.#items.some((item) => item.failure === null);
  }

  /** Takes picked files; they are stored in the order they were picked. */
  add(files: readonly File[], destination: Destination): void {
    for (const file of files) {
      const key = this.#next++;
      const small = makeThumbnail(file);
      const picture = small.then((blob) => blob && URL.createObjectURL(blob));
      const { name, size, type } = file;
      const stop = new AbortController();
      this.#items = [...this.#items, { key, name, size, type, stored: 0, picture, failure: null, stop }];
      this.#line = this.#line.then(() => this.#store(key, file, destination, stop.signal));
    }
  }

  /** Stops storing a file, or takes a failed one off the list. */
  drop(key: number): void {
    const item = this.#items.find((one) => one.key === key);
    item?.stop.abort();
    if (item?.failure) this.#remove(key);
  }

  async #store(key: number, file: File, destination: Destination, signal: AbortSignal): Promise<void> {
    const added = await this.#sync
      .addFile({
        ...destination,
        source: file,
        name: file.name,
        type: file.type,
        signal,
        onProgress: (stored) => this.#change(key, { stored }),
      })
      .catch((error: unknown) => {
        reportError(error);
        return { added: false, reason: 'damaged' } as const;
      });
    if (!added.added) {
      if (added.reason === 'cancelled') this.#remove(key);
      else this.#change(key, { failure: added });
      return;
    }
    const picture = await this.#items.find((item) => item.key === key)?.picture;
    if (picture) keepThumbnail(added.fileId, picture);
    this.#remove(key);
    this.#onadded(added.fileId);
  }

  #change(key: number, change: Partial<Addition>): void {
    this.#items = this.#items.map((item) => (item.key === key ? { ...item, ...change } : item));
  }

  #remove(key: number): void {
    this.#items = this.#items.filter((item) => item.key !== key);
  }
}
