import { cleanFileName } from '#shared/files/clean-file-name.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Refusal } from '#shared/sync/outcome.ts';
import { makeThumbnail } from '#lib/files/make-thumbnail.ts';
import { keepPicture } from '#lib/files/thumbnails.ts';
import type { NewFile } from '#lib/sync/add-file.ts';
import type { Sync } from '#lib/sync/sync.ts';

/** Where a file goes: everything of a new file but the file itself. */
export type Destination = Omit<NewFile, 'source' | 'name' | 'type' | 'onProgress' | 'signal'>;

/** Why a picked file was not kept. */
export type AdditionFailure =
  | { reason: 'too-large' | 'empty' | 'full' | 'unreadable' | 'damaged' | 'cancelled' }
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
  /** Once it is stored and read back: the id it has in the task's own files. */
  readonly fileId: Id | null;
  readonly destination: Destination;
  readonly stop: AbortController;
}

/**
 * The files this tab is storing just now. They outlive the screen that took them: copying goes on wherever one is in
 * the app, and why a file was not kept is still told to whoever comes back. A stored file stays until a list shows it.
 */
export class Additions {
  #items = $state.raw<readonly Addition[]>([]);
  #next = 1;
  #sync: Sync;

  constructor(sync: Sync) {
    this.#sync = sync;
  }

  get items(): readonly Addition[] {
    return this.#items;
  }

  /** Whether something of a task is not stored yet: completing it now would leave that behind. */
  isStoring(taskId: Id): boolean {
    return this.#items.some((item) => item.destination.taskId === taskId && isUnderway(item));
  }

  /** Takes picked files; they are stored in the order they were picked. */
  add(files: readonly File[], destination: Destination): void {
    for (const file of files) {
      const key = this.#next++;
      const small = makeThumbnail(file);
      const picture = small.then((blob) => blob && URL.createObjectURL(blob));
      const { size, type } = file;
      const name = cleanFileName(file.name);
      const stop = new AbortController();
      const facts = { key, name, size, type, picture, destination, stop };
      this.#items = [...this.#items, { ...facts, stored: 0, failure: null, fileId: null }];
      void this.#store(key, file, small, destination, stop.signal);
    }
  }

  /** Stops storing a file, or takes a failed one off the list. */
  drop(key: number): void {
    const item = this.#items.find((one) => one.key === key);
    item?.stop.abort();
    if (item?.failure) this.#remove(key);
  }

  /** Lets go of stored files that a list shows by now. */
  letGo(shown: (fileId: Id) => boolean): void {
    const left = this.#items.filter(({ fileId }) => fileId === null || !shown(fileId));
    if (left.length < this.#items.length) this.#items = left;
  }

  async #store(
    key: number,
    file: File,
    small: Promise<Blob | null>,
    destination: Destination,
    signal: AbortSignal,
  ): Promise<void> {
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
    if (added.added) {
      keepPicture(this.#sync, added.fileId, small);
      this.#change(key, { fileId: added.fileId });
    } else if (added.reason === 'cancelled') this.#remove(key);
    else this.#change(key, { failure: added });
  }

  #change(key: number, change: Partial<Addition>): void {
    this.#items = this.#items.map((item) => (item.key === key ? { ...item, ...change } : item));
  }

  #remove(key: number): void {
    this.#items = this.#items.filter((item) => item.key !== key);
  }
}

function isUnderway({ failure, fileId }: Addition): boolean {
  return failure === null && fileId === null;
}

const ofDevices = new WeakMap<Sync, Additions>();

/** The one list of a person's device in this tab. */
export function additionsOf(sync: Sync): Additions {
  const additions = ofDevices.get(sync) ?? new Additions(sync);
  ofDevices.set(sync, additions);
  return additions;
}
