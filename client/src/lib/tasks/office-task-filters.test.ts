import { expect, test } from 'vitest';
import { countUnder, listAddress, readListView, taskFilters } from '#lib/tasks/office-task-filters.ts';

const counts = { new: 2, assigned: 3, 'in-progress': 4, waiting: 1, returned: 1, completed: 7, cancelled: 5 };

test('open tasks are the default and count assigned, in progress, waiting and returned', () => {
  expect(readListView(new URLSearchParams())).toEqual({ filter: 'open', search: '' });
  expect(countUnder('open', counts)).toBe(9);
});

test('every filter has its count, and all of them together are all', () => {
  expect(countUnder('all', counts)).toBe(23);
  expect(countUnder('completed', counts)).toBe(7);
  expect(countUnder('approved', counts)).toBe(0);
});

test('the address says the view and reads back as the same', () => {
  for (const filter of taskFilters) {
    const view = { filter, search: 'lås & dør' };
    const address = new URL(listAddress(view, 'abc'), 'http://x');
    expect(address.pathname).toBe('/office/tasks/abc');
    expect(readListView(address.searchParams)).toEqual(view);
  }
  expect(listAddress({ filter: 'open', search: '' })).toBe('/office/tasks');
});

test('an address that names no filter of ours shows open tasks', () => {
  expect(readListView(new URLSearchParams('show=constructor&search=%20')).filter).toBe('open');
  expect(readListView(new URLSearchParams(`search=${'a'.repeat(200)}`)).search).toHaveLength(100);
});
