/* Who may import whom: the table of docs/map.md. Each rule's comment is what a person reads when it refuses. */

/** Left to right: a slice imports only from its left. */
const slices = [
  'access',
  'people',
  'buildings',
  'files',
  'checklists',
  'tasks',
  'archive',
  'routines',
  'mail',
  'sync',
];

/** Tests and what only tests use; they may look anywhere in their own folder, and at the builders. */
const tests = String.raw`\.(test|spec|cases)\.ts$|^(shared|server)/testing/|^client/src/lib/testing/`;
const anySlice = `(${slices.join('|')})`;

/**
 * @param {string} name
 * @param {string} comment the reason, for the person who is refused
 * @param {object} from
 * @param {object} to
 */
function refuse(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

/**
 * One rule for each slice of a folder: nothing to its right.
 * @param {string} label
 * @param {string} folder
 * @param {string[]} order
 */
function sliceOrder(label, folder, order) {
  return order
    .slice(0, -1)
    .map((slice, index) =>
      refuse(
        `${label}-${slice}-looks-right`,
        `Slices go ${order.join(' <- ')}: ${slice} knows nothing of what is right of it. Hand the fact in, or move the code right.`,
        { path: `^${folder}/${slice}/`, pathNot: tests },
        { path: `^${folder}/(${order.slice(index + 1).join('|')})/` },
      ),
    );
}

module.exports = {
  forbidden: [
    refuse(
      'cycle',
      'Two files that import each other cannot be read, tested or loaded alone. Move what both need to a third.',
      {},
      { circular: true },
    ),
    refuse(
      'unresolved',
      'This import leads nowhere; is the extension written out?',
      {},
      {
        couldNotResolve: true,
        // Kit makes the first while building, Vite answers the others; they are no files.
        pathNot: String.raw`^(\$app/|\$service-worker|\$env/|\./\$types)|\?(raw|url|worker)$`,
      },
    ),
    refuse(
      'kernel-stands-alone',
      'shared/kernel is what everything stands on: it imports zod and nothing else.',
      { path: '^shared/kernel/', pathNot: tests },
      { pathNot: '^(shared/kernel/|node_modules/zod/)' },
    ),
    refuse(
      'shared-is-pure',
      'shared/ runs on the device and on the server and decides alike on both: it imports zod and itself, no Node, no DOM library, no server, no client.',
      { path: '^shared/', pathNot: tests },
      { pathNot: '^(shared/|node_modules/zod/)' },
    ),
    refuse(
      'device-loads-zod-mini',
      'What also runs on the device imports zod/mini: the same checks, of which only those that are used are loaded. Whole zod costs every first load 16 kB more.',
      { path: '^(shared|client/src)/', pathNot: tests },
      { path: String.raw`^node_modules/zod/index\.` },
    ),
    ...sliceOrder('shared', 'shared', slices),
    ...sliceOrder('server', 'server', slices),
    // On the device the sync engine is below the slices, which hand it their commands.
    ...sliceOrder('client', 'client/src/lib', slices.slice(0, -1)),
    refuse(
      'routes-are-doors',
      'A slice calls the queries of another, never its routes: those answer HTTP, and only server/app.ts and server/api.ts mount them.',
      { path: '^server/', pathNot: String.raw`^server/(app|api)\.ts$|${tests}` },
      { path: String.raw`-routes\.ts$` },
    ),
    refuse(
      'server-without-client',
      'The server never imports the client: the client is built and shipped, and may be older than the server.',
      { path: '^(server|shared)/' },
      { path: '^client/' },
    ),
    refuse(
      'client-without-server',
      'The client may take only types from the server, and only in client/src/lib/api.',
      { path: '^client/', pathNot: '^client/src/lib/api/' },
      { path: '^server/' },
    ),
    refuse(
      'api-takes-types-only',
      'client/src/lib/api takes the types of the server (import type), never its code: that would ship the server to the browser.',
      { path: '^client/src/lib/api/', pathNot: tests },
      { path: '^server/', dependencyTypesNot: ['type-only'] },
    ),
    refuse(
      'client-without-node',
      'Client code runs in a browser: there is no node: there.',
      { path: '^client/src/', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    refuse(
      'routes-mount-screens',
      'A route is a few lines that mount a screen: it reads no database, calls no API and decides nothing.',
      { path: '^client/src/routes/' },
      {
        path: '^(client/src/lib/(api|device|sync)/|shared/|node_modules/dexie/)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    refuse(
      'slices-work-offline',
      'A slice on the device reads and writes through device/ and sync/. Only sync/, auth/ and the online office talk to the network, or work without network breaks unseen.',
      { path: `^client/src/lib/${anySlice}/`, pathNot: `^client/src/lib/sync/|${tests}` },
      { path: '^client/src/lib/api/', dependencyTypesNot: ['type-only'] },
    ),
    refuse(
      'ui-knows-no-slice',
      'client/src/lib/ui knows buttons and dialogs, no task and no rule: hand it what it shows.',
      { path: '^client/src/lib/ui/', pathNot: tests },
      { path: '^(client/src/(lib/(?!ui/)|routes/)|shared/|server/)' },
    ),
    refuse(
      'engine-without-svelte',
      'client/src/lib/sync also runs in a worker and in the simulation: plain modules, no Svelte.',
      { path: '^client/src/lib/sync/', pathNot: tests },
      { path: String.raw`^node_modules/svelte/|\.svelte(\.ts)?$` },
    ),
    refuse(
      'stories-from-outside',
      'A story uses the product as people do: it imports builders, names and shared types, never client or server code.',
      { path: '^e2e/(tests|fixtures|people)' },
      { path: '^(client|server)/', pathNot: '^server/testing/' },
    ),
    refuse(
      'stories-share-one-world',
      'A story takes its server and its world from useWorld (e2e/fixtures/world.ts), which fills, opens and closes them.',
      { path: '^e2e/tests/' },
      { path: '^server/testing/story-world', dependencyTypesNot: ['type-only'] },
    ),
    refuse(
      'no-tests-in-the-product',
      'Code that is shipped imports no test and no test builder; the demo world is the one that may use builders.',
      { path: '^(shared|server|client)/', pathNot: `${tests}|^server/demo/` },
      { path: tests },
    ),
    refuse(
      'no-dev-packages-in-the-product',
      'This package is a devDependency: it is not there where Oppdrag runs.',
      { path: '^(shared|server|client/src)/', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: String.raw`(^|/)\.svelte-kit/|^dist/` },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
