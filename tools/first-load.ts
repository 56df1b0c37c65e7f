import { z } from 'zod';

/** What `tools/build-client.mjs` notes beside the built client: Vite's manifest, and the parts of each page. */
export const buildNoteSchema = z.object({
  manifest: z.record(z.string(), z.object({ file: z.string(), imports: z.array(z.string()).default([]) })),
  /** Kit's dictionary: a page's own node, then those of its layouts. */
  pages: z.record(z.string(), z.array(z.number())),
});
export type BuildNote = z.infer<typeof buildNoteSchema>;

/** The most JavaScript that a page may load until it is usable, compressed by gzip. Bytes. */
export const firstLoadBudget = 170_000;

/** Pages that pass the budget, and how far they may: the office's task draws the list beside it. */
const ceilings: Readonly<Record<string, number>> = {
  '/office/tasks/(list)/[id]': 176_000,
};

/** Pages without an engine behind them: nobody need be signed in. */
const openPages = ['/sign-in', '/forgot-password', '/password/[token]', '/reset-app', '/tilbakestill-app'];

/** What a page fetches by `import()` before it is usable; `node bench/first-load.ts` shows what that is. */
const fetched: Readonly<Record<string, readonly string[]>> = {
  '/office/tasks/(list)': ['src/lib/tasks/office-task-list-view.svelte'],
};

const kit = '../node_modules/@sveltejs/kit/src/runtime/client';
const generated = '.svelte-kit/generated/build/client-optimized';
/** Kit's start, its router, the root layout and the error page. */
const always = [
  `${kit}/entry.js`,
  `${kit}/client-entry.js`,
  ...['app.js', 'nodes/0.js', 'nodes/1.js'].map((name) => `${generated}/${name}`),
];
const engine = 'src/lib/sync/sync.ts';
/** Before everything, by a script element of its own. */
const blocking = 'start.js';

/** The scripts of a cold first load of a page, each once. Throws where the note does not know a part of it. */
export function scriptsOfPage({ manifest, pages }: BuildNote, page: string): string[] {
  const nodes = pages[page];
  if (nodes === undefined) throw new Error(`There is no page ${page}.`);
  const waiting = [
    ...always,
    ...nodes.map((node) => `${generated}/nodes/${node}.js`),
    ...(openPages.includes(page) ? [] : [engine]),
    ...(fetched[page] ?? []),
  ];
  const files = new Set([blocking]);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const entry = manifest[key];
    if (entry === undefined) throw new Error(`The build has no ${key}: see tools/first-load.ts.`);
    if (files.has(entry.file)) continue;
    files.add(entry.file);
    waiting.push(...entry.imports);
  }
  return [...files];
}

/** What each page loads, and a complaint for each that loads more than it may. `sizeOf` tells a file's compressed size. */
export function weighPages(
  note: BuildNote,
  sizeOf: (file: string) => number,
): { page: string; scripts: number; bytes: number; complaint: string | null }[] {
  return Object.keys(note.pages)
    .sort()
    .map((page) => {
      const files = scriptsOfPage(note, page);
      const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0);
      const most = ceilings[page] ?? firstLoadBudget;
      const complaint =
        bytes <= most
          ? null
          : `${page} loads ${bytes} bytes of JavaScript first, ${bytes - most} more than it may: docs/performance.md`;
      return { page, scripts: files.length, bytes, complaint };
    });
}
