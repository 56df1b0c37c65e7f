/*
 * In the built app each catalog's English is a file of its own (tools/split-texts.ts): fetched when the app speaks
 * English, for the catalogs that are there, and never drawn before it has come. From the worker's store that works
 * without network too.
 */
const fetches: (() => Promise<void>)[] = [];
let underway: Promise<unknown> = Promise.resolve();
let open = $state(0);

/** Adds the English of one catalog, to be fetched at once where the app already speaks it. */
export function addEnglish(fetch: () => Promise<void>, now: boolean): void {
  fetches.push(fetch);
  // Where it cannot be had, Norwegian stands there.
  if (now) void track(fetch()).catch(() => undefined);
}

/** Fetches the English of every catalog that is there; rejects where one cannot be had. */
export function fetchEnglish(): Promise<void> {
  return track(Promise.all(fetches.map((fetch) => fetch())).then(() => undefined));
}

/** Whether no text is on its way. Reactive. */
export function areTextsHere(): boolean {
  return open === 0;
}

/** Resolves when no text is on its way. */
export async function whenTextsAreHere(): Promise<void> {
  while (open > 0) await underway;
}

/** Loads a part of the app together with its texts. */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  const part = await load();
  await whenTextsAreHere();
  return part;
}

async function track(fetching: Promise<void>): Promise<void> {
  open += 1;
  underway = Promise.allSettled([underway, fetching]);
  try {
    await fetching;
  } finally {
    open -= 1;
  }
}
