import { expect, test } from 'vitest';
import { firstLoadBudget, scriptsOfPage, weighPages, type BuildNote } from './first-load.ts';

const kit = '../node_modules/@sveltejs/kit/src/runtime/client';
const generated = '.svelte-kit/generated/build/client-optimized';
const entry = (file: string, ...imports: string[]) => ({ file, imports });

const note: BuildNote = {
  manifest: {
    [`${kit}/entry.js`]: entry('start-entry.js'),
    [`${kit}/client-entry.js`]: entry('client-entry.js', '_base.js'),
    [`${generated}/app.js`]: entry('app.js', '_base.js'),
    [`${generated}/nodes/0.js`]: entry('layout.js', '_base.js'),
    [`${generated}/nodes/1.js`]: entry('error.js', '_base.js'),
    [`${generated}/nodes/2.js`]: entry('list-layout.js', '_shared.js'),
    [`${generated}/nodes/3.js`]: entry('sign-in.js'),
    [`${generated}/nodes/4.js`]: entry('tasks.js', '_shared.js'),
    [`${generated}/nodes/5.js`]: entry('list.js'),
    'src/lib/sync/sync.ts': entry('sync.js', '_engine.js'),
    'src/lib/tasks/office-task-list-view.svelte': entry('list-view.js', '_shared.js'),
    'src/lib/tasks/reason-dialog.svelte': entry('reason-dialog.js'),
    '_base.js': entry('base.js'),
    '_engine.js': entry('engine.js', '_base.js'),
    '_shared.js': entry('shared.js', '_base.js', '_deep.js'),
    '_deep.js': entry('deep.js'),
  },
  pages: { '/sign-in': [3], '/tasks': [4], '/office/tasks/(list)': [5, 2] },
};
const everywhere = [
  'start.js',
  'start-entry.js',
  'client-entry.js',
  'app.js',
  'layout.js',
  'error.js',
  'base.js',
];

test('a first load is the start, the page and all they import, each once, and no dialog', () => {
  expect(scriptsOfPage(note, '/sign-in').sort()).toEqual([...everywhere, 'sign-in.js'].sort());
});

test('whoever is signed in loads the engine too', () => {
  expect(scriptsOfPage(note, '/tasks').sort()).toEqual(
    [...everywhere, 'tasks.js', 'shared.js', 'deep.js', 'sync.js', 'engine.js'].sort(),
  );
});

test('layouts count, and what a page fetches before it is usable', () => {
  expect(scriptsOfPage(note, '/office/tasks/(list)')).toEqual(
    expect.arrayContaining(['list.js', 'list-layout.js', 'list-view.js']),
  );
});

test('a part that the build does not have is no small page', () => {
  const { 'src/lib/sync/sync.ts': _gone, ...manifest } = note.manifest;
  expect(() => scriptsOfPage({ ...note, manifest }, '/tasks')).toThrow(/src\/lib\/sync\/sync\.ts/u);
});

test('a page at the budget passes, one a byte over is named with what it is too much', () => {
  const others = scriptsOfPage(note, '/tasks').length - 1;
  const weigh = (base: number) =>
    weighPages(note, (file) => (file === 'base.js' ? base : 1)).find(({ page }) => page === '/tasks');
  expect(weigh(firstLoadBudget - others)?.complaint).toBeNull();
  expect(weigh(firstLoadBudget - others + 1)?.complaint).toMatch(
    /^\/tasks loads 170001 .* 1 more than it may/u,
  );
});
