import { taskFilters, type ListChoice, type TaskFilter } from '#lib/tasks/task-list.ts';

/** What the page of my tasks shows; it stands in the address, so that Back and a reload keep it. */
export interface ListAddress extends ListChoice {
  readonly tab: 'current' | 'past';
  /** Among past tasks: only those with a delivered checklist. */
  readonly checklistsOnly: boolean;
}

/** Reads the page's address; what it does not know is as if it were not there. */
export function readListAddress(params: Pick<URLSearchParams, 'get'>): ListAddress {
  const filter = params.get('filter');
  return {
    tab: params.get('tab') === 'past' ? 'past' : 'current',
    filter: taskFilters.find((one): one is TaskFilter => one === filter) ?? 'all',
    tenantId: params.get('tenant') ?? '',
    search: params.get('q') ?? '',
    checklistsOnly: params.get('with') === 'checklists',
  };
}

/** The address that shows it; the usual things are left out. */
export function listAddress({ tab, filter, tenantId, search, checklistsOnly }: ListAddress): string {
  const params = new URLSearchParams();
  if (tab === 'past') params.set('tab', 'past');
  if (filter !== 'all') params.set('filter', filter);
  if (tenantId !== '') params.set('tenant', tenantId);
  if (search.trim() !== '') params.set('q', search.trim());
  if (checklistsOnly) params.set('with', 'checklists');
  const query = params.toString();
  return query === '' ? '/tasks' : `/tasks?${query}`;
}
