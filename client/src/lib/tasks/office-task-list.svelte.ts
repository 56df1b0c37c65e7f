import type { Answer } from '#lib/api/request.ts';
import { Loaded } from '#lib/office/loaded.svelte.ts';
import type { TaskList } from '#lib/office/requests.ts';
import { fetchRows } from '#lib/tasks/office-fetch-rows.ts';
import type { ListView } from '#lib/tasks/office-task-filters.ts';

/** Rows that "show more" adds. */
const step = 100;

type Page = TaskList & { view: ListView };

/** The office's list under one view, as many rows of it as were asked for. Refreshing keeps the rows that are shown. */
export class OfficeTaskList {
  #view = $state.raw<ListView>({ filter: 'open', search: '' });
  #wanted = step;
  readonly #loaded = new Loaded<Page>(() => this.#read());

  /** What the last answer holds; undefined before the first. It may still be of the view before. */
  get data(): TaskList | undefined {
    return this.#loaded.data;
  }

  /** Whether `data` is what was asked for last, and not the view before. */
  get fits(): boolean {
    const shown = this.#loaded.data?.view;
    return shown?.filter === this.#view.filter && shown.search === this.#view.search;
  }

  get trouble() {
    return this.#loaded.trouble;
  }

  get loadedAt() {
    return this.#loaded.loadedAt;
  }

  get loading(): boolean {
    return this.#loaded.loading;
  }

  /** Shows another filter or search, from its beginning. */
  async show(view: ListView): Promise<void> {
    this.#view = view;
    this.#wanted = step;
    await this.#loaded.load();
  }

  /** Asks for the same rows again. */
  async refresh(): Promise<void> {
    await this.#loaded.load();
  }

  /** Shows the next rows as well. */
  async showMore(): Promise<void> {
    this.#wanted += step;
    await this.#loaded.load();
  }

  async #read(): Promise<Answer<Page>> {
    const view = this.#view;
    const answer = await fetchRows(view, this.#wanted);
    return answer.ok ? { ok: true, data: { ...answer.data, view } } : answer;
  }
}
