import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { clientChunks } from './tools/client-chunks.ts';
import { splitTexts } from './tools/split-texts.ts';

const top = import.meta.dirname;

/**
 * Names a build after what goes into it, so that the same sources always give the same version (a git hash would not
 * change with an uncommitted file, and a clone without git has none). The service worker uses it as a revision.
 */
function versionFromContent(): string {
  const hash = createHash('sha256');
  for (const folder of ['client/src', 'client/static', 'shared']) {
    const files = readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file.slice(top.length)).update(readFileSync(file));
  }
  for (const file of [
    'package-lock.json',
    'vite.config.ts',
    'tools/client-chunks.ts',
    'tools/split-texts.ts',
  ])
    hash.update(readFileSync(join(top, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Kit's router alone would bring along 3 kB that can write what none of our pages keeps. */
const plainDevalue: Plugin = {
  name: 'oppdrag-plain-devalue',
  apply: 'build',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (id) => (id === 'devalue' ? join(top, 'client/src/lib/shell/plain-devalue.ts') : null),
};

export default defineConfig({
  root: 'client',
  plugins: [
    plainDevalue,
    splitTexts(),
    sveltekit({
      // The build tool swaps a finished build in, so that an interrupted one never leaves half an app.
      adapter: adapter({ fallback: '200.html', pages: process.env['CLIENT_FOLDER'] ?? 'dist/client' }),
      serviceWorker: { register: false },
      version: { name: versionFromContent(), pollInterval: 0 },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The style attribute on Kit's own route announcer; measured with Kit 3.2.0, check it at each upgrade of Kit.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'blob:', 'data:'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
        },
      },
    }),
  ],
  resolve: {
    // Dexie's own entry hands out its build for browsers of 2015.
    alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }],
  },
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: clientChunks() } } } } },
  server: {
    // Only what the client imports from outside its own root.
    fs: { allow: [join(top, 'shared'), join(top, 'node_modules')] },
    proxy: { '/api': `http://localhost:${process.env['PORT'] ?? '3000'}` },
  },
});
