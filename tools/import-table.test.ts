import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const top = resolve(import.meta.dirname, '..');

/** A forbidden import (file, what it imports) and the rule that must refuse it. */
const planted: [file: string, imports: string, rule: string][] = [
  ['shared/kernel/a.ts', '#shared/tasks/target.ts', 'kernel-stands-alone'],
  ['shared/tasks/a.ts', 'node:crypto', 'shared-is-pure'],
  ['shared/tasks/with-whole-zod.ts', 'zod', 'device-loads-zod-mini'],
  ['client/src/lib/tasks/with-whole-zod.ts', 'zod', 'device-loads-zod-mini'],
  ['shared/tasks/b.ts', '#server/tasks/target.ts', 'shared-is-pure'],
  ['shared/tasks/c.ts', '#shared/archive/target.ts', 'shared-tasks-looks-right'],
  ['shared/access/d.ts', '#shared/sync/target.ts', 'shared-access-looks-right'],
  ['server/people/a.ts', '#server/tasks/target.ts', 'server-people-looks-right'],
  ['server/archive/b.ts', '#server/tasks/target-routes.ts', 'routes-are-doors'],
  ['server/tasks/c.ts', '#lib/tasks/target.ts', 'server-without-client'],
  ['server/tasks/d.ts', '#shared/testing/target.ts', 'no-tests-in-the-product'],
  ['server/tasks/e.ts', 'vitest', 'no-dev-packages-in-the-product'],
  ['server/tasks/f.ts', '#server/tasks/nowhere.ts', 'unresolved'],
  ['client/src/lib/tasks/a.ts', '#server/tasks/target.ts', 'client-without-server'],
  ['client/src/lib/api/b.ts', '#server/tasks/target.ts', 'api-takes-types-only'],
  ['client/src/lib/tasks/c.ts', 'node:fs', 'client-without-node'],
  ['client/src/lib/tasks/d.ts', '#lib/api/target.ts', 'slices-work-offline'],
  ['client/src/lib/buildings/e.ts', '#lib/tasks/target.ts', 'client-buildings-looks-right'],
  ['client/src/lib/ui/f.ts', '#lib/tasks/target.ts', 'ui-knows-no-slice'],
  ['client/src/lib/sync/g.ts', 'svelte', 'engine-without-svelte'],
  ['client/src/routes/h.ts', '#shared/tasks/target.ts', 'routes-mount-screens'],
  ['e2e/tests/tasks/a.ts', '#server/tasks/target.ts', 'stories-from-outside'],
  ['e2e/tests/tasks/b.ts', '#server/testing/story-world.ts', 'stories-share-one-world'],
  ['server/db/round-a.ts', '#server/db/round-b.ts', 'cycle'],
];

/** What the table allows, and must go on allowing. */
const allowed: [file: string, imports: string][] = [
  ['shared/archive/fine.ts', '#shared/tasks/target.ts'],
  ['shared/tasks/fine.test.ts', 'vitest'],
  ['shared/tasks/fine-with-zod.ts', 'zod/mini'],
  ['server/tasks/fine-with-zod.ts', 'zod'],
  ['server/tasks/fine.ts', '#shared/tasks/target.ts'],
  ['client/src/lib/tasks/fine.ts', '#lib/sync/target.ts'],
  ['e2e/fixtures/fine.ts', '#server/testing/target.ts'],
  ['e2e/fixtures/fine-with-world.ts', '#server/testing/story-world.ts'],
];

const targets = [
  ...['tasks', 'archive', 'sync', 'testing'].map((slice) => `shared/${slice}/target.ts`),
  ...['tasks/target.ts', 'tasks/target-routes.ts', 'testing/target.ts', 'testing/story-world.ts'].map(
    (name) => `server/${name}`,
  ),
  ...['tasks', 'api', 'sync'].map((folder) => `client/src/lib/${folder}/target.ts`),
];

type Summary = {
  violations: { from: string; rule: { name: string } }[];
  ruleSetUsed: { forbidden: { name: string; comment?: string }[] };
};

let folder: string;
let summary: Summary;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oppdrag-imports-'));
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as Record<string, unknown>;
  plant('package.json', JSON.stringify(manifest));
  plant('tsconfig.json', readFileSync(join(top, 'tsconfig.json'), 'utf8'));
  for (const name of ['zod', 'vitest', 'svelte']) {
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    plant(`node_modules/${name}/index.js`, 'export {};\n');
  }
  plant('node_modules/zod/mini/index.js', 'export {};\n');
  for (const target of targets) plant(target, 'export const target = 1;\n');
  for (const [file, imports] of [...planted, ...allowed]) plant(file, `import '${imports}';\n`);
  plant('server/db/round-b.ts', `import '#server/db/round-a.ts';\n`);
  summary = cruise();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(planted)('%s may not import %s (%s), and the refusal gives its reason', (file, _imports, rule) => {
  expect(rulesAgainst(file)).toContain(rule);
  const reason = summary.ruleSetUsed.forbidden.find((each) => each.name === rule)?.comment ?? '';
  expect(reason.length).toBeGreaterThan(20);
});

test.each(allowed)('%s may import %s', (file) => {
  expect(rulesAgainst(file)).toEqual([]);
});

function rulesAgainst(file: string): string[] {
  return summary.violations.filter((each) => each.from === file).map((each) => each.rule.name);
}

function plant(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Runs the very program and configuration of `npm run imports` on the planted tree. */
function cruise(): Summary {
  const program = join(top, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(top, 'tools', 'dependency-cruiser.cjs');
  const args = [
    program,
    '--output-type',
    'json',
    '--config',
    config,
    'shared',
    'server',
    'client/src',
    'e2e',
  ];
  const result = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (!result.stdout) throw new Error(`dependency-cruiser said nothing but: ${result.stderr}`);
  return (JSON.parse(result.stdout) as { summary: Summary }).summary;
}
