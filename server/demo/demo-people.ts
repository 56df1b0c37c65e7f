import { demoId } from '#server/demo/demo-id.ts';
import { askeby, buildingIds, nordvag, type BuildingKey } from '#server/demo/demo-places.ts';
import {
  bakkeInAskeby,
  bakkeInNordvag,
  dahlInAskeby,
  holmInAskeby,
  holmInNordvag,
  lieInAskeby,
  nordventInNordvag,
  sagvikInAskeby,
  sagvikInNordvag,
} from '#server/demo/demo-suppliers.ts';
import type { DemoSignIn } from '#server/welcome.ts';
import type { Role } from '#shared/access/columns.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FixedPerson } from '#shared/testing/people.ts';
import type { FixedSupplier } from '#shared/testing/places.ts';

/** One password for everybody; our own rules would take it (tested). */
export const demoPassword = 'kaffe-i-kjelleren-42';

function member(
  tenant: { id: Id },
  [name, email]: readonly [string, string],
  roles: Role[],
  buildings: readonly BuildingKey[] | null,
): FixedPerson {
  const buildingList = buildings === null ? null : buildingIds(...buildings);
  const membership = { tenantId: tenant.id, roles, buildingIds: buildingList };
  return { id: demoId('person', email), name, email, membership, contactOf: [] };
}

function outsider([name, email]: readonly [string, string], ...contactOf: FixedSupplier[]): FixedPerson {
  return { id: demoId('person', email), name, email, membership: null, contactOf };
}

/** Everybody of the demo, by first name. Sondre has no password yet: he makes his first one by "forgot password". */
export const demoPeople = {
  siri: outsider(['Siri Sagvik', 'siri@sagvik-elektro.example'], sagvikInAskeby, sagvikInNordvag),
  sondre: outsider(['Sondre Sand', 'sondre@sagvik-elektro.example'], sagvikInAskeby, sagvikInNordvag),
  ragnar: outsider(['Ragnar Dahl', 'ragnar@dahl-ror.example'], dahlInAskeby),
  berit: outsider(['Berit Bakke', 'berit@bakke-brannsikring.example'], bakkeInAskeby, bakkeInNordvag),
  hanne: outsider(['Hanne Holm', 'hanne@holm-heis.example'], holmInAskeby, holmInNordvag),
  vidar: outsider(['Vidar Vang', 'vidar@nordvent.example'], nordventInNordvag),
  tone: outsider(['Tone Lie', 'tone@lie-lekeplass.example'], lieInAskeby),
  arne: member(
    askeby,
    ['Arne Hauge', 'arne@hauge-vaktmester.example'],
    ['ad-hoc'],
    ['idrettshall', 'svommehall'],
  ),
  astrid: member(askeby, ['Astrid Aas', 'astrid.aas@askeby.example'], ['administrator'], null),
  magnus: member(
    askeby,
    ['Magnus Myhre', 'magnus.myhre@askeby.example'],
    ['manager'],
    ['furuset', 'ungdomsskole', 'barnehage'],
  ),
  mette: member(
    askeby,
    ['Mette Engen', 'mette.engen@askeby.example'],
    ['manager'],
    ['sykehjem', 'svommehall', 'idrettshall', 'brannstasjon', 'radhus'],
  ),
  erik: member(
    askeby,
    ['Erik Ekeland', 'erik.ekeland@askeby.example'],
    ['executor'],
    ['furuset', 'ungdomsskole', 'barnehage'],
  ),
  unni: member(askeby, ['Unni Ulvestad', 'unni.ulvestad@askeby.example'], ['user'], ['furuset']),
  nils: member(nordvag, ['Nils Nordahl', 'nils.nordahl@nordvag.example'], ['administrator'], null),
  marit: member(
    nordvag,
    ['Marit Moen', 'marit.moen@nordvag.example'],
    ['manager', 'executor'],
    ['nordvagSkole', 'nordvagSykehjem', 'nordvagRadhus', 'nordvagBrannstasjon', 'havna', 'lyngmo'],
  ),
  eva: member(
    nordvag,
    ['Eva Eide', 'eva.eide@nordvag.example'],
    ['executor'],
    ['nordvagSkole', 'nordvagRadhus', 'lyngmo'],
  ),
  ulrik: member(nordvag, ['Ulrik Ro', 'ulrik.ro@nordvag.example'], ['user'], ['nordvagRadhus', 'havna']),
} as const satisfies Record<string, FixedPerson>;

export type Who = keyof typeof demoPeople;

/** Who makes the first password on the way in, as suppliers of method 2 do. */
export const withoutPassword: readonly Who[] = ['sondre'];

function signIn(who: Who, role: string, tenant: string): DemoSignIn {
  return { email: demoPeople[who].email, role, tenant, password: demoPassword };
}

/** What is printed at the start; first the supplier to begin with. */
export const demoSignIns: readonly DemoSignIn[] = [
  signIn('siri', 'supplier (method 2)', `${askeby.name} and ${nordvag.name}`),
  signIn('ragnar', 'supplier (method 2)', askeby.name),
  signIn('berit', 'supplier (method 2)', `${askeby.name} and ${nordvag.name}`),
  signIn('hanne', 'supplier (method 2)', `${askeby.name} and ${nordvag.name}`),
  signIn('vidar', 'supplier (method 2)', nordvag.name),
  signIn('tone', 'supplier (method 2)', askeby.name),
  signIn('arne', 'ad hoc user (method 1)', askeby.name),
  signIn('astrid', 'administrator', askeby.name),
  signIn('magnus', 'manager', askeby.name),
  signIn('mette', 'manager', askeby.name),
  signIn('erik', 'executor', askeby.name),
  signIn('unni', 'user', askeby.name),
  signIn('nils', 'administrator', nordvag.name),
  signIn('marit', 'manager and executor', nordvag.name),
  signIn('eva', 'executor', nordvag.name),
  signIn('ulrik', 'user', nordvag.name),
];
