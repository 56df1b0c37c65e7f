import { describe, expect, it } from 'vitest';
import { listAddress, readListAddress, type ListAddress } from '#lib/tasks/list-address.ts';

const plain: ListAddress = { tab: 'current', filter: 'all', tenantId: '', search: '', checklistsOnly: false };

describe('the address of my tasks', () => {
  it('is bare for what is usual', () => {
    expect(listAddress(plain)).toBe('/tasks');
    expect(readListAddress(new URLSearchParams())).toEqual(plain);
  });

  it('says what is chosen, and is read back as it was', () => {
    const chosen: ListAddress = {
      tab: 'past',
      filter: 'overdue',
      tenantId: 'a1',
      search: 'nødlys & tavle',
      checklistsOnly: true,
    };
    const address = listAddress(chosen);
    expect(address).toBe('/tasks?tab=past&filter=overdue&tenant=a1&q=n%C3%B8dlys+%26+tavle&with=checklists');
    expect(readListAddress(new URL(address, 'http://x').searchParams)).toEqual(chosen);
  });

  it('is read without what nobody knows', () => {
    expect(readListAddress(new URLSearchParams('tab=x&filter=constructor&with=y'))).toEqual(plain);
  });
});
