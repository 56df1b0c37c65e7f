import type { Answer } from '#lib/api/request.ts';
import type { Trouble } from '#lib/api/trouble.ts';
import { instantNow } from '#lib/office/instant-now.ts';

/**
 * Something of the server's as a page shows it. A failed refresh keeps what there was, with the trouble beside it and
 * the time it is from; of two answers that overtake each other only the later question's counts.
 */
export class Loaded<T> {
  #data = $state.raw<T | undefined>(undefined);
  #trouble = $state.raw<Trouble | null>(null);
  #loadedAt = $state<string | null>(null);
  #loading = $state(false);
  #question = 0;
  readonly #read: () => Promise<Answer<T>>;

  constructor(read: () => Promise<Answer<T>>) {
    this.#read = read;
  }

  /** The newest answer; undefined before the first. */
  get data(): T | undefined {
    return this.#data;
  }

  /** Why the newest attempt failed; null when it did not. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  /** When `data` was true, ISO. */
  get loadedAt(): string | null {
    return this.#loadedAt;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** Asks again. Resolves when this question, or a later one, is answered. */
  async load(): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    this.#loading = true;
    const answer = await this.#read();
    if (question !== this.#question) return;
    this.#loading = false;
    if (answer.ok) {
      this.#data = answer.data;
      this.#trouble = null;
      this.#loadedAt = instantNow();
    } else {
      this.#trouble = answer.trouble;
      // Gone, or taken from this person: what was shown must not stay.
      if (answer.trouble.code === 'not-found' || answer.trouble.code === 'grant.missing')
        this.#data = undefined;
    }
  }

  /** Forgets what there was: another thing is shown from now on. */
  clear(): void {
    this.#question += 1;
    this.#data = undefined;
    this.#trouble = null;
    this.#loadedAt = null;
    this.#loading = false;
  }
}
