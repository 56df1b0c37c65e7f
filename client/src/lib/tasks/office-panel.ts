import { createContext } from 'svelte';

/** What the open task knows of the list it was opened from. */
export type OfficePanel = {
  /** Whether it stands beside the list, or in its place. */
  readonly beside: boolean;
  /** The address that closes it. */
  readonly closeHref: string;
  /** The title as the list has it, so that there is a heading before the task is fetched. */
  titleOf(taskId: string): string | null;
  /** Something was done to the task: the list is asked again at once. */
  changed(): void;
};

const [getOfficePanel, setOfficePanel] = createContext<OfficePanel>();

export { getOfficePanel };

/** Offers the list to the task inside it. */
export function provideOfficePanel(panel: OfficePanel): void {
  setOfficePanel(panel);
}
