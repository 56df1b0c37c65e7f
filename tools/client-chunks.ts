import { join } from 'node:path';
import type { Rolldown } from 'vite';

type Lookup = Pick<Rolldown.ChunkingContext, 'getModuleInfo'>;

/** Modules are named with forward slashes, on Windows too. */
const top = join(import.meta.dirname, '..').replaceAll('\\', '/');
const kit = `${top}/node_modules/@sveltejs/kit/src/runtime/client`;
const generated = `${top}/client/.svelte-kit/generated/build/client-optimized`;
const lib = `${top}/client/src/lib`;
const icons = `${top}/node_modules/@navikt/aksel-icons/dist/svg`;

/** Kit runs this before it sets what `$app/paths` reads: what it imports must not lie in a chunk with us. */
const first = `${kit}/entry.js`;
/** What every page loads: Kit's router, the layout and the error page, and all they import. */
const everyPage = [
  `${kit}/client-entry.js`,
  `${generated}/app.js`,
  `${generated}/nodes/0.js`,
  `${generated}/nodes/1.js`,
];
/** Small things that most pages load: with the others they cost less than the chunks they would make alone. */
const mostPages = [
  ...['shell/later.svelte', 'texts/say-number.ts', 'texts/tell.ts', 'texts/told.svelte.ts'],
  ...['ui/chip.svelte', 'ui/field.svelte', 'ui/text-area.svelte'],
].map((name) => `${lib}/${name}`);
const mostIcons = ['CircleSlash', 'Clock', 'SealCheckmark'].map((name) => `${icons}/${name}.svg?raw`);
/** The device's engine: whoever is signed in loads it. */
const engine = `${lib}/sync/sync.ts`;

/**
 * How the client is cut: one chunk for what every page loads, one for what the device's engine adds, the rest as
 * Rolldown finds it. Left alone, Rolldown makes a chunk of every few modules that the same pages share: seventy
 * requests for a page, and a tenth more bytes, because small files compress badly and each is named in the others.
 */
export function clientChunks(): Rolldown.CodeSplittingOptions {
  let parts: ReturnType<typeof findParts> | null = null;
  // A group takes along what its modules import, except what one of higher priority has.
  const group = (name: keyof ReturnType<typeof findParts>, priority: number) => ({
    debugName: name,
    name: (id: string, lookup: Lookup) => ((parts ??= findParts(lookup))[name].has(id) ? name : null),
    priority,
  });
  return { groups: [group('start', 3), group('base', 2), group('engine', 1)] };
}

function findParts(lookup: Lookup) {
  const start = reach(lookup, [first], new Set());
  const base = reach(lookup, [...everyPage, ...mostPages, ...mostIcons], start);
  const device = reach(lookup, [engine], new Set([...start, ...base]));
  // An entry keeps its own file: Kit finds it by name.
  for (const part of [start, base, device]) [first, ...everyPage, engine].forEach((id) => part.delete(id));
  return { start, base, engine: device };
}

/** Everything that `roots` import, themselves included, without going through `known`. */
function reach(lookup: Lookup, roots: readonly string[], known: ReadonlySet<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (const root of roots)
    if (!lookup.getModuleInfo(root))
      throw new Error(`${root} is not in the client: see tools/client-chunks.ts.`);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id) || known.has(id)) continue;
    reached.add(id);
    waiting.push(...(lookup.getModuleInfo(id)?.importedIds ?? []));
  }
  return reached;
}
