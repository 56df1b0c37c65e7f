import type { Trouble } from '#lib/api/trouble.ts';
import type { Exchanged } from '#lib/sync/exchange.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';

/**
 * The server's list of an archive's files, as this page has it. A failed fetch keeps what there was, with the time it
 * is from; of two answers that overtake each other only the later question's counts.
 */
export class ArchiveListing {
  #entries = $state.raw<readonly ArchiveEntry[] | null>(null);
  #loadedAt = $state.raw<number | null>(null);
  #trouble = $state.raw<Trouble | null>(null);
  #loading = $state(false);
  #question = 0;
  readonly #ask: () => Promise<Exchanged<{ entries: ArchiveEntry[] }>>;

  constructor(ask: () => Promise<Exchanged<{ entries: ArchiveEntry[] }>>) {
    this.#ask = ask;
  }

  /** The newest answer; null before the first. */
  get entries(): readonly ArchiveEntry[] | null {
    return this.#entries;
  }

  /** When the newest answer came. */
  get loadedAt(): number | null {
    return this.#loadedAt;
  }

  /** Why the newest attempt failed; null when it did not. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  get loading(): boolean {
    return this.#loading;
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    this.#loading = true;
    const answer = await this.#ask();
    if (question !== this.#question) return;
    this.#loading = false;
    this.#trouble = answer.ok ? null : answer.trouble;
    if (!answer.ok) return;
    this.#entries = answer.data.entries;
    this.#loadedAt = Date.now();
  }
}
