import {
  countEntries,
  newestFirst,
  sortEntries,
  type ArchiveView,
  type EntrySort,
} from '#lib/archive/office-archive-view.ts';
import { Assessor, type Assessed } from '#lib/archive/office-assessor.svelte.ts';
import { Loaded } from '#lib/office/loaded.svelte.ts';
import { fetchArchive, type OfficeArchive } from '#lib/office/requests.ts';
import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';

const nothingAssessed: Assessed = { done: 0, failed: [], failure: null };

/**
 * One building's archive on the desk of who assesses it: what the address shows of it and in which order, what is
 * selected, and what came of the last assessment.
 */
export class ArchiveDesk {
  /** How the rows are sorted. */
  sort = $state.raw<EntrySort>(newestFirst);
  #selected = $state.raw<readonly string[]>([]);
  #assessed = $state.raw<Assessed>(nothingAssessed);
  readonly loaded: Loaded<OfficeArchive>;
  readonly #assessor = new Assessor();
  readonly #view: () => ArchiveView;

  readonly #inFolder = $derived.by(() => {
    const { folder } = this.#view();
    return this.#entries.filter((one) => folder === null || one.folderId === folder);
  });
  readonly #shown = $derived.by(() => {
    const { filter } = this.#view();
    return sortEntries(
      this.#inFolder.filter((one) => filter === 'all' || one.approval === filter),
      this.sort,
    );
  });
  readonly #chosen = $derived(this.#shown.filter((one) => this.#selected.includes(one.id)));

  constructor(buildingId: string, view: () => ArchiveView) {
    this.loaded = new Loaded(() => fetchArchive(buildingId));
    this.#view = view;
  }

  get #entries(): readonly ArchiveEntry[] {
    return this.loaded.data?.entries ?? [];
  }

  /** Everything in the folder that is open, whatever its state. */
  get inFolder(): readonly ArchiveEntry[] {
    return this.#inFolder;
  }

  get counts() {
    return countEntries(this.#inFolder);
  }

  /** What the rows show: this folder, this filter, in order. */
  get shown(): readonly ArchiveEntry[] {
    return this.#shown;
  }

  /** What is selected of it. What is not shown is never selected: nobody assesses what they do not see. */
  get chosen(): readonly ArchiveEntry[] {
    return this.#chosen;
  }

  get selected(): string[] {
    return this.#chosen.map((one) => one.id);
  }

  set selected(ids: readonly string[]) {
    this.#selected = ids;
  }

  /** The file whose page is open beside the rows. */
  get looking(): ArchiveEntry | undefined {
    const { file } = this.#view();
    return this.#entries.find((one) => one.file.id === file);
  }

  /** How far an assessment has come; null when none is under way. */
  get progress() {
    return this.#assessor.progress;
  }

  /** Why the last assessment did not do all it should, and what it left; `failure` is null when it did. */
  get assessed(): Assessed {
    return this.#assessed;
  }

  /** Approves (`reason` null) or rejects, and asks for the archive again. What failed stays selected. */
  async assess(entries: readonly ArchiveEntry[], reason: string | null): Promise<Assessed> {
    this.#assessed = nothingAssessed;
    const assessed = await this.#assessor.assess(entries, reason);
    this.#assessed = assessed;
    const done = entries.filter((one) => !assessed.failed.includes(one)).map((one) => one.id);
    this.#selected = this.#selected.filter((id) => !done.includes(id));
    await this.loaded.load();
    return assessed;
  }
}
