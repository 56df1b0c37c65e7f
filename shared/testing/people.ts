import type { Role } from '#shared/access/columns.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';
import type { Actor } from '#shared/people/actor.ts';
import {
  askeby,
  askebyBad,
  askebySkole,
  dahlInAskeby,
  nordvag,
  nordvagRadhus,
  nordvagSykehjem,
  sagvikInAskeby,
  sagvikInNordvag,
  tenants,
  type FixedSupplier,
} from '#shared/testing/places.ts';
import { worldId } from '#shared/testing/fixed-ids.ts';

/** Somebody of the invented world, as rows and as an actor. `buildingIds` is null where the role reaches all. */
export interface FixedPerson {
  readonly id: Id;
  readonly name: string;
  readonly email: string;
  readonly membership: {
    readonly tenantId: Id;
    readonly roles: readonly Role[];
    readonly buildingIds: readonly Id[] | null;
  } | null;
  /** The suppliers whose acting contact the person is. */
  readonly contactOf: readonly FixedSupplier[];
}

function member(
  number: number,
  name: string,
  email: string,
  tenantId: Id,
  roles: Role[],
  buildingIds: Id[] | null,
): FixedPerson {
  const membership = { tenantId, roles, buildingIds };
  return { id: worldId('person', number), name, email, membership, contactOf: [] };
}

function outsider(number: number, name: string, email: string, contactOf: FixedSupplier[]): FixedPerson {
  return { id: worldId('person', number), name, email, membership: null, contactOf };
}

const skole = [askebySkole.id];

/**
 * Everybody. Askeby: Astrid administrator, Magnus manager of the school, Mette manager of the swimming hall, Erik
 * executor, Unni user and Arne ad hoc user (method 1), all at the school. Nordvåg: Nils, Marit, Morten, Eva, Ulrik
 * likewise. Siri and Sondre are contacts of Sagvik Elektro in both, Ragnar of Rørlegger Dahl in Askeby, and Stig is
 * a stranger.
 */
export const people = {
  astrid: member(1, 'Astrid Aas', 'astrid.aas@askeby.example', askeby.id, ['administrator'], null),
  magnus: member(2, 'Magnus Myhre', 'magnus.myhre@askeby.example', askeby.id, ['manager'], skole),
  mette: member(3, 'Mette Engen', 'mette.engen@askeby.example', askeby.id, ['manager'], [askebyBad.id]),
  erik: member(4, 'Erik Ekeland', 'erik.ekeland@askeby.example', askeby.id, ['executor'], skole),
  unni: member(5, 'Unni Ulvestad', 'unni.ulvestad@askeby.example', askeby.id, ['user'], skole),
  arne: member(6, 'Arne Hauge', 'arne@hauge-vaktmester.example', askeby.id, ['ad-hoc'], skole),
  nils: member(11, 'Nils Nordahl', 'nils.nordahl@nordvag.example', nordvag.id, ['administrator'], null),
  marit: member(12, 'Marit Moen', 'marit.moen@nordvag.example', nordvag.id, ['manager'], [nordvagRadhus.id]),
  morten: member(
    13,
    'Morten Ness',
    'morten.ness@nordvag.example',
    nordvag.id,
    ['manager'],
    [nordvagSykehjem.id],
  ),
  eva: member(14, 'Eva Eide', 'eva.eide@nordvag.example', nordvag.id, ['executor'], [nordvagRadhus.id]),
  ulrik: member(15, 'Ulrik Ro', 'ulrik.ro@nordvag.example', nordvag.id, ['user'], [nordvagRadhus.id]),
  siri: outsider(21, 'Siri Sagvik', 'siri@sagvik-elektro.example', [sagvikInAskeby, sagvikInNordvag]),
  sondre: outsider(22, 'Sondre Sand', 'sondre@sagvik-elektro.example', [sagvikInAskeby, sagvikInNordvag]),
  ragnar: outsider(23, 'Ragnar Dahl', 'ragnar@dahl-ror.example', [dahlInAskeby]),
  stig: outsider(31, 'Stig Strand', 'stig@strand.example', []),
} as const satisfies Record<string, FixedPerson>;

export type PersonName = keyof typeof people;
export const personNames = Object.keys(people) as PersonName[];

/** Somebody as the rules know them: what the server gathers from rows, and what the device keeps as `profile`. */
export function actorOf(name: PersonName): Actor {
  return actorIn(tenants, people[name]);
}

/** The same for somebody of another world, which names its tenants. */
export function actorIn(
  world: readonly { readonly id: Id; readonly name: string }[],
  person: FixedPerson,
): Actor {
  const tenantName = (id: Id) =>
    must(
      world.find((tenant) => tenant.id === id),
      `tenant ${id}`,
    ).name;
  const { membership } = person;
  return {
    personId: person.id,
    name: person.name,
    memberships: membership
      ? [
          {
            tenantId: membership.tenantId,
            tenantName: tenantName(membership.tenantId),
            roles: [...membership.roles],
            buildingIds: membership.buildingIds === null ? null : [...membership.buildingIds],
          },
        ]
      : [],
    engagements: person.contactOf.map((supplier) => ({
      tenantId: supplier.tenantId,
      tenantName: tenantName(supplier.tenantId),
      supplierId: supplier.id,
      supplierName: supplier.name,
    })),
  };
}
