import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TaskLine } from '#lib/office/requests.ts';
import { OfficeTaskList } from '#lib/tasks/office-task-list.svelte.ts';
import { localId } from '#shared/testing/fixed-ids.ts';

const total = 1_250;
let asked: string[] = [];
let reachable = true;

function line(number: number): TaskLine {
  return {
    id: localId(number),
    number,
    title: `Oppgave ${number}`,
    buildingName: 'Askeby skole',
    place: '',
    state: 'assigned',
    priority: 'normal',
    deadline: null,
    executorNames: [],
    held: 0,
    reopeningRequested: false,
  };
}

beforeEach(() => {
  asked = [];
  reachable = true;
  vi.stubGlobal('fetch', (path: string) => {
    if (!reachable) return Promise.reject(new TypeError('Failed to fetch'));
    const params = new URL(path, 'http://x').searchParams;
    const [limit, offset] = [Number(params.get('limit')), Number(params.get('offset'))];
    asked.push(`${offset}+${limit}${params.get('search') ? ` ${params.get('search')}` : ''}`);
    const lines = Array.from({ length: Math.min(limit, total - offset) }, (_, at) => line(offset + at));
    const body = { tenantName: 'Askeby', mayPlan: true, lines, total, counts: {}, requests: [] };
    return Promise.resolve(new Response(JSON.stringify(body)));
  });
});
afterEach(() => vi.unstubAllGlobals());

const everything = { filter: 'all' as const, search: '' };

test('the first hundred come at once, and more when asked for', async () => {
  const list = new OfficeTaskList();
  await list.show(everything);
  expect(list.data?.lines).toHaveLength(100);
  await list.showMore();
  expect(list.data?.lines).toHaveLength(200);
  expect(asked).toEqual(['0+100', '0+200']);
});

test('refreshing a long list asks for all its rows, as many at a time as the server gives', async () => {
  const list = new OfficeTaskList();
  await list.show(everything);
  for (let pages = 0; pages < 11; pages += 1) await list.showMore();
  asked = [];
  await list.refresh();
  expect(asked).toEqual(['0+500', '500+500', '1000+200']);
  expect(list.data?.lines).toHaveLength(1_200);
  expect(new Set(list.data?.lines.map((one) => one.id)).size).toBe(1_200);
});

test('another view begins anew, and does not fit until it is answered', async () => {
  const list = new OfficeTaskList();
  await list.show(everything);
  await list.showMore();
  const shown = list.show({ filter: 'all', search: 'lås' });
  expect([list.fits, list.data?.lines.length]).toEqual([false, 200]);
  await shown;
  expect([list.fits, list.data?.lines.length]).toEqual([true, 100]);
  expect(asked.at(-1)).toBe('0+100 lås');
});

test('a view that could not be fetched does not pass the old rows off as its own', async () => {
  const list = new OfficeTaskList();
  await list.show(everything);
  reachable = false;
  await list.show({ filter: 'completed', search: '' });
  expect([list.fits, list.trouble?.code]).toEqual([false, 'network']);
  await list.show(everything);
  expect([list.fits, list.data?.lines.length]).toEqual([true, 100]);
});
