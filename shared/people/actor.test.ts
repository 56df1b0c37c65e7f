import { describe, expect, it } from 'vitest';
import { columnsIn, isMember, isStaff, reachesBuilding, type Actor } from '#shared/people/actor.ts';
import { actorOf, personNames } from '#shared/testing/people.ts';
import { askeby, askebyBad, askebySkole, nordvag, nordvagRadhus } from '#shared/testing/places.ts';

function withMembership(fields: Partial<Actor['memberships'][number]>): Actor {
  const membership = {
    tenantId: askeby.id,
    tenantName: askeby.name,
    roles: [],
    buildingIds: null,
    ...fields,
  };
  return { ...actorOf('siri'), memberships: [membership] };
}

describe('what somebody is towards a tenant', () => {
  it('is the roles of the membership there, and supplier where they act for one', () => {
    expect(columnsIn(actorOf('astrid'), askeby.id)).toEqual(['AD']);
    expect(columnsIn(actorOf('astrid'), nordvag.id)).toEqual([]);
    expect(columnsIn(actorOf('siri'), nordvag.id)).toEqual(['SU']);
    expect(columnsIn(actorOf('ragnar'), nordvag.id)).toEqual([]);
    expect(columnsIn(actorOf('stig'), askeby.id)).toEqual([]);
  });

  it('is the union of several roles and of a supplier, each once', () => {
    const both = withMembership({ roles: ['manager', 'executor', 'manager'] });
    expect(columnsIn(both, askeby.id)).toEqual(['MG', 'EX', 'SU']);
  });

  it('is nothing from a membership without roles', () => {
    const ended = withMembership({ roles: [] });
    expect(isMember(ended, askeby.id)).toBe(false);
    expect(isMember(actorOf('unni'), askeby.id)).toBe(true);
    expect(isMember(actorOf('unni'), nordvag.id)).toBe(false);
    expect(columnsIn(ended, askeby.id)).toEqual(['SU']);
  });
});

describe('buildings', () => {
  it('are all of the tenant for an administrator and those of the list for the others', () => {
    const reached = (name: 'astrid' | 'magnus' | 'mette' | 'arne') =>
      [askebySkole, askebyBad].filter((one) => reachesBuilding(actorOf(name), askeby.id, one.id)).length;
    expect([reached('astrid'), reached('magnus'), reached('mette'), reached('arne')]).toEqual([2, 1, 1, 1]);
    expect(reachesBuilding(actorOf('magnus'), askeby.id, askebyBad.id)).toBe(false);
  });

  it('of another tenant are not reached, also not by an id on the list', () => {
    expect(reachesBuilding(actorOf('astrid'), nordvag.id, nordvagRadhus.id)).toBe(false);
    expect(reachesBuilding(actorOf('marit'), askeby.id, nordvagRadhus.id)).toBe(false);
  });

  it('are not reached by being a supplier', () => {
    expect(reachesBuilding(actorOf('siri'), askeby.id, askebySkole.id)).toBe(false);
  });
});

describe('staff', () => {
  it('are those with another role than ad hoc', () => {
    const staff = personNames.filter((name) => isStaff(actorOf(name)));
    expect(staff).toEqual([
      'astrid',
      'magnus',
      'mette',
      'erik',
      'unni',
      'nils',
      'marit',
      'morten',
      'eva',
      'ulrik',
    ]);
  });
});
