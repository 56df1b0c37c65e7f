import { letWaitingVersionIn } from '#lib/shell/app-update.svelte.ts';
import { whenTextsAreHere } from '#lib/texts/english.svelte.ts';

export const ssr = false;
export const prerender = false;

/** Runs once, at the start of the app: nothing is drawn by a version that is about to be replaced, or without its texts. */
export async function load(): Promise<void> {
  await letWaitingVersionIn();
  await whenTextsAreHere();
}
