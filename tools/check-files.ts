import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findLongFiles, findMissingPaths } from './file-rules.ts';

/* `npm run files`: no source file is too long, and every path that the documents name exists. */

const top = resolve(import.meta.dirname, '..');

const sources = globSync('{client,server,shared,e2e,bench,tools,docs}/**/*.{ts,mjs,cjs,js,svelte,css,html}', {
  cwd: top,
  exclude: (name) => name === 'node_modules' || name === '.svelte-kit',
});
const documents = globSync(['README.md', 'docs/**/*.md'], { cwd: top });
const read = (name: string): string => readFileSync(resolve(top, name), 'utf8');

const complaints = [
  ...findLongFiles(sources.map((name) => ({ name, text: read(name) }))),
  ...documents.flatMap((name) =>
    findMissingPaths({ name, text: read(name) }, (pattern) => globSync(pattern, { cwd: top }).length > 0),
  ),
];
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
