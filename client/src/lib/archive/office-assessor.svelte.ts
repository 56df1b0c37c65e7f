import { CommandSender, type Failure } from '#lib/office/command-sender.svelte.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';

/** What came of assessing several files: how many were, and which were not, with the reason of the last of those. */
export type Assessed = { done: number; failed: ArchiveEntry[]; failure: Failure | null };

/** Approves or rejects files one after the other. A refusal passes to the next; trouble stops, for the rest would fail too. */
export class Assessor {
  #progress = $state.raw<{ done: number; all: number } | null>(null);
  readonly #sender = new CommandSender();

  /** How far it has come; null when nothing is under way. */
  get progress(): { done: number; all: number } | null {
    return this.#progress;
  }

  /** Assesses all of them; `reason` null approves. While one round is under way another is not begun. */
  async assess(entries: readonly ArchiveEntry[], reason: string | null): Promise<Assessed> {
    const result: Assessed = { done: 0, failed: [], failure: null };
    if (this.#progress !== null) return { ...result, failed: [...entries] };
    for (const [at, entry] of entries.entries()) {
      this.#progress = { done: at, all: entries.length };
      const applied = await this.#sender.send(
        reason === null
          ? { type: 'approve-archive-file', entryId: entry.id }
          : { type: 'reject-archive-file', entryId: entry.id, reason },
      );
      if (applied) result.done += 1;
      else {
        result.failure = this.#sender.failure;
        const stop = result.failure?.kind === 'trouble';
        result.failed.push(...(stop ? entries.slice(at) : [entry]));
        if (stop) break;
      }
    }
    this.#progress = null;
    return result;
  }
}
