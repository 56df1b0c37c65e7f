import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from '../tools/find-chromium.mjs';

const executablePath = findChromium();
if (!executablePath)
  throw new Error('No Chromium here: run "npm test", which gets one, or set CHROMIUM to its path.');
// The workers read this file again, and device fixtures start browsers of their own.
process.env['CHROMIUM'] = executablePath;

const top = resolve(import.meta.dirname, '..');

/** Stories: the built client, a real server, a real PostgreSQL, a real browser with its service worker. */
export default defineConfig({
  testDir: 'tests',
  outputDir: resolve(top, 'test-results'),
  globalSetup: './fixtures/global-setup.ts',
  // Stories watch the clock as people do, and start servers of their own: one after the other, and one of chaos beside
  // it, which mostly waits. The sweeps of screens only look, each file at a server of its own.
  workers: 2,
  projects: [
    { name: 'stories', testIgnore: ['screens/**', 'chaos/**'], workers: 1 },
    { name: 'chaos', testMatch: 'chaos/**/*.spec.ts', workers: 1 },
    { name: 'screens', testMatch: 'screens/**/*.spec.ts' },
  ],
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: resolve(top, 'dist/results/stories.json') }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: ['--no-sandbox'] },
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    viewport: { width: 820, height: 1180 },
    screenshot: 'only-on-failure',
    // Recording costs every story a good part of its time: by hand it is there when one fails.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
  },
});
