import { svelte } from '@sveltejs/vite-plugin-svelte';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');
const never = ['**/node_modules/**', '**/.svelte-kit/**', 'dist/**', 'data/**'];

/** Two kinds of test: `unit` needs nothing, `pg` gets a real PostgreSQL for the run. */
export default defineConfig({
  root,
  test: {
    root,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      {
        root,
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          include: ['{shared,server,client,tools,bench,e2e}/**/*.test.ts'],
          exclude: [...never, '**/*.pg.test.ts'],
          setupFiles: ['tools/fail-on-console.ts'],
        },
      },
      {
        root,
        test: {
          name: 'pg',
          include: ['{shared,server,client,tools,bench,e2e}/**/*.pg.test.ts'],
          exclude: never,
          globalSetup: ['tools/vitest-postgres.ts'],
          setupFiles: ['tools/fail-on-console.ts'],
        },
      },
    ],
  },
});
