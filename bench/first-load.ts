import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { openStoryWorld } from '#server/testing/story-world.ts';
import { startTestPostgres } from '#server/testing/start-test-postgres.ts';
import { must } from '#shared/kernel/must.ts';
import { aChecklist, aComment, aFile } from '#shared/testing/builders.ts';
import type { PersonName } from '#shared/testing/people.ts';
import { askebySkole } from '#shared/testing/places.ts';
import { startServer } from '../e2e/fixtures/server.ts';
import { buildNoteSchema, firstLoadBudget, scriptsOfPage } from '../tools/first-load.ts';
import { signInByCookie, useChromium } from './setting.ts';

/*
 * JavaScript over the wire until a page is usable, in a fresh profile of a real Chromium against a real server:
 *   node bench/first-load.ts [--files]
 * The client must be built (npm run build). Usable: heading and data are visible, and no script has come for a while. The
 * service worker's own fetching is not counted. gzip is what decides; browsers get brotli over https and on localhost.
 * `as sizes` says whether `npm run sizes` reckons with the same scripts. `--files` names them.
 */

const quietMs = 2_000;
const title = 'Kontroll av nødlys';

type Visit = Readonly<{ page: string; path: string; who: PersonName | null; shows: string }>;

/** Opens the page as somebody whose cookie is all that this browser has; the scripts that came, and their bytes. */
async function visit(browser: Browser, { path, who, shows }: Visit): Promise<Map<string, number>> {
  const viewport = { width: 820, height: 1180 };
  const context = await browser.newContext({ baseURL: server.url, locale: 'nb-NO', viewport });
  context.setDefaultTimeout(120_000);
  try {
    if (who !== null) {
      await signInByCookie(context, server.url, who);
    }
    const page = await context.newPage();
    const scripts = await watchScripts(page);
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(shows).filter({ visible: true }).first().waitFor();
    for (let before = -1; before !== scripts.size; await page.waitForTimeout(quietMs)) before = scripts.size;
    return scripts;
  } finally {
    await context.close();
  }
}

/** Scripts of the page by address, with their bytes over the wire, headers included. */
async function watchScripts(page: Page): Promise<Map<string, number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const asked = new Map<string, string>();
  const scripts = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') asked.set(requestId, new URL(response.url).pathname);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = asked.get(requestId);
    if (path !== undefined) scripts.set(path, encodedDataLength);
  });
  return scripts;
}

/** How many bytes the server sends of a script in an encoding, without headers. */
async function bytesIn(encoding: 'gzip' | 'br', path: string): Promise<number> {
  const headers = { 'Accept-Encoding': encoding };
  const answer = await fetch(server.url + path, { method: 'HEAD', headers });
  return Number(answer.headers.get('content-length'));
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);
const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(9);

const noteFile = join(import.meta.dirname, '..', 'dist', 'client', '.build.json');
const note = buildNoteSchema.parse(JSON.parse(readFileSync(noteFile, 'utf8')));
const postgres = await startTestPostgres();
const server = await startServer();
const world = await openStoryWorld(must(server.databaseUrl, 'database'), server.dataDir);
const browser = await chromium.launch({
  executablePath: useChromium(),
  args: ['--no-sandbox'],
});
try {
  const task = await world.giveTask({
    buildingId: askebySkole.id,
    title,
    state: 'in-progress',
    comments: [aComment({ id: uuid() })],
    files: [aFile({ id: uuid() })],
    checklists: [aChecklist({ id: uuid(), deliveredAt: null })],
  });
  const folder = must(askebySkole.folders[0], 'folder').name;
  const visits: readonly Visit[] = [
    { page: '/sign-in', path: '/sign-in', who: null, shows: 'Logg inn' },
    { page: '/', path: '/', who: 'siri', shows: 'Siri' },
    { page: '/tasks', path: '/tasks', who: 'siri', shows: title },
    { page: '/tasks/[id]', path: `/tasks/${task.id}`, who: 'siri', shows: title },
    { page: '/archive', path: '/archive', who: 'siri', shows: askebySkole.name },
    { page: '/archive/[buildingId]', path: `/archive/${askebySkole.id}`, who: 'siri', shows: folder },
    { page: '/outbox', path: '/outbox', who: 'siri', shows: 'JA' },
    { page: '/attention', path: '/attention', who: 'siri', shows: 'Krever handling' },
    { page: '/office/tasks/(list)', path: '/office/tasks', who: 'magnus', shows: title },
    { page: '/office/tasks/(list)/[id]', path: `/office/tasks/${task.id}`, who: 'magnus', shows: title },
    { page: '/office/tasks/new', path: '/office/tasks/new', who: 'magnus', shows: 'Tittel' },
    { page: '/office/archive', path: '/office/archive', who: 'magnus', shows: askebySkole.name },
    {
      page: '/office/archive/[buildingId]',
      path: `/office/archive/${askebySkole.id}`,
      who: 'magnus',
      shows: askebySkole.name,
    },
  ];
  process.stdout.write(
    `${'kB of JavaScript'.padEnd(30)} scripts      gzip   (budget ${firstLoadBudget / 1000})    brotli  with headers  as sizes\n`,
  );
  for (const each of visits) {
    const scripts = await visit(browser, each);
    const paths = [...scripts.keys()];
    const gzip = new Map<string, number>();
    for (const path of paths) gzip.set(path, await bytesIn('gzip', path));
    const brotli = sum(await Promise.all(paths.map((path) => bytesIn('br', path))));
    const reckoned = new Set(scriptsOfPage(note, each.page).map((file) => `/${file}`));
    const differ =
      [...reckoned].filter((path) => !scripts.has(path)).length +
      paths.filter((path) => !reckoned.has(path)).length;
    const all = sum(gzip.values());
    process.stdout.write(
      `${each.page.padEnd(30)} ${String(scripts.size).padStart(7)} ${kilobytes(all)}   ${all > firstLoadBudget ? 'over        ' : 'within      '} ${kilobytes(brotli)} ${kilobytes(sum(scripts.values()))}     ${differ === 0 ? 'yes' : `${differ} other`}\n`,
    );
    if (process.argv.includes('--files'))
      for (const [path, bytes] of gzip)
        process.stdout.write(
          `    ${String(bytes).padStart(7)} ${path}${reckoned.has(path) ? '' : '  (not in sizes)'}\n`,
        );
  }
} finally {
  await browser.close();
  await world.close();
  await server.dispose();
  await postgres.stop();
}
