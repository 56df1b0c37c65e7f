import { expect, test } from 'vitest';
import { can } from '#shared/access/can.ts';
import { columnOfRole, roleSchema } from '#shared/access/columns.ts';
import { noOffice, officeParts } from '#shared/people/office-parts.ts';

const everywhere = { t: true, b: true, z: true, c: true };

test.each(roleSchema.options.filter((role) => role !== 'ad-hoc'))(
  'the office offers a %s exactly what the access table gives',
  (role) => {
    const held = [columnOfRole[role]];
    expect(
      officeParts({ memberships: [{ tenantId: '', tenantName: '', roles: [role], buildingIds: null }] }),
    ).toEqual({
      archive: can('read-archive', held, everywhere),
      tasks: can('read-task-internals', held, everywhere),
      planning: can('plan-task', held, everywhere),
    });
  },
);

test('suppliers and ad hoc users have no office', () => {
  expect(officeParts({ memberships: [] })).toEqual(noOffice);
  const adHoc = { tenantId: '', tenantName: '', roles: ['ad-hoc' as const], buildingIds: [] };
  expect(officeParts({ memberships: [adHoc] })).toEqual(noOffice);
});

test('several roles and tenants add up', () => {
  const one = (roles: ('user' | 'executor' | 'manager')[]) => ({
    tenantId: '',
    tenantName: '',
    roles,
    buildingIds: null,
  });
  expect(officeParts({ memberships: [one(['user', 'executor']), one(['manager'])] })).toEqual({
    archive: true,
    tasks: true,
    planning: true,
  });
});
