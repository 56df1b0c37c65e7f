import { demoId } from '#server/demo/demo-id.ts';
import type { Building, Folder } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/must.ts';

export const askeby = { id: demoId('tenant', 'askeby'), name: 'Askeby kommune' } as const;
export const nordvag = { id: demoId('tenant', 'nordvag'), name: 'Nordvåg kommune' } as const;
export const demoTenants = [askeby, nordvag] as const;

type Tenant = (typeof demoTenants)[number];

/** The folders every building has; indented ones are inside the one above. System folders are ours. */
const folderTemplate = [
  'Branndokumentasjon',
  'Tegninger',
  'Tegninger/Bygg',
  'Tegninger/Elektro',
  'Tegninger/VVS',
  'FDV',
  'FDV/Elektro',
  'FDV/Ventilasjon',
  'FDV/Rør',
  'Kontrollrapporter',
  'Bilder',
];

function building(
  key: string,
  tenant: Tenant,
  [name, address, postalPlace]: readonly [string, string, string],
  onSite: { contact: string; phone: string; access: string; folders?: readonly string[] },
): Building {
  const folder = (path: string, kind: Folder['kind']): Folder => {
    const [last = path, ...above] = path.split('/').reverse();
    const parent = above.reverse().join('/');
    return {
      id: demoId('folder', `${key}/${path}`),
      parentId: parent === '' ? null : demoId('folder', `${key}/${parent}`),
      name: last,
      kind,
    };
  };
  return {
    id: demoId('building', key),
    tenantId: tenant.id,
    tenantName: tenant.name,
    name,
    address,
    postalPlace,
    contactName: onSite.contact,
    contactPhone: onSite.phone,
    accessNote: onSite.access,
    folders: [
      folder('Sjekklister', 'system'),
      ...folderTemplate.map((path) => folder(path, 'global')),
      ...(onSite.folders ?? []).map((path) => folder(path, 'local')),
    ],
  };
}

/** Fourteen buildings: eight of Askeby, six of Nordvåg. */
export const demoBuildings = {
  furuset: building('furuset', askeby, ['Furuset skole', 'Skoleveien 12', '1816 Askeby'], {
    contact: 'Vaktmester Tor Vik',
    phone: '+47 400 00 012',
    access:
      'Nøkkel i boks ved inngang B, kode får du av vaktmesteren. Teknisk rom ligger i kjelleren, uten mobildekning. Ikke støyende arbeid før kl. 14 på skoledager.',
    folders: ['Lekeplass'],
  }),
  ungdomsskole: building('ungdomsskole', askeby, ['Askeby ungdomsskole', 'Idrettsveien 4', '1816 Askeby'], {
    contact: 'Vaktmester Tor Vik',
    phone: '+47 400 00 012',
    access: 'Meld deg i ekspedisjonen. Hovedtavle i rom U03, nøkkel hos vaktmester.',
  }),
  barnehage: building('barnehage', askeby, ['Tyttebæret barnehage', 'Lyngveien 8', '1818 Askeby'], {
    contact: 'Styrer Kari Lunde',
    phone: '+47 400 00 031',
    access: 'Ring på ved porten. Lukk alltid porten etter deg. Søvntid kl. 11–13: ingen boring da.',
    folders: ['Lekeplass'],
  }),
  sykehjem: building('sykehjem', askeby, ['Solbakken sykehjem', 'Solbakken 2', '1817 Askeby'], {
    contact: 'Driftstekniker Jan Holt',
    phone: '+47 400 00 040',
    access:
      'Adgangskort hentes i resepsjonen mot legitimasjon. Si fra på avdelingen før du slår av strøm eller vann. Beboerrom: bank på, og vent på pleier.',
    folders: ['Heis'],
  }),
  svommehall: building('svommehall', askeby, ['Askeby svømmehall', 'Badeveien 3', '1816 Askeby'], {
    contact: 'Badevakt Lise Foss',
    phone: '+47 400 00 055',
    access:
      'Inngang fra baksiden, port 2. Kjemikalierommet krever maske og eget kurs. Våte gulv, bruk skotrekk i garderoben.',
    folders: ['Basseng'],
  }),
  idrettshall: building('idrettshall', askeby, ['Askeby idrettshall', 'Idrettsveien 6', '1816 Askeby'], {
    contact: 'Hauge Vaktmesterservice',
    phone: '+47 400 00 061',
    access: 'Hallen er utleid etter kl. 16. Lift står i lager 1, nøkkel i tavlerommet.',
  }),
  brannstasjon: building('brannstasjon', askeby, ['Askeby brannstasjon', 'Industriveien 20', '1820 Askeby'], {
    contact: 'Brigadeleder på vakt',
    phone: '+47 400 00 070',
    access: 'Ring vaktrommet før du kommer. Aldri parker foran utrykningsportene.',
  }),
  radhus: building('radhus', askeby, ['Askeby rådhus', 'Rådhusplassen 1', '1816 Askeby'], {
    contact: 'Servicetorget',
    phone: '+47 400 00 001',
    access: 'Besøkskort i servicetorget. Serverrom i 2. etasje åpnes av IKT, ring dagen før.',
    folders: ['Heis'],
  }),
  nordvagSkole: building('nordvagSkole', nordvag, ['Nordvåg skole', 'Kirkebakken 5', '8390 Nordvåg'], {
    contact: 'Vaktmester Odd Ro',
    phone: '+47 400 00 101',
    access: 'Vaktmesteren låser opp. Ventilasjonsrom på loftet, bratt stige, bruk sele.',
    folders: ['Lekeplass'],
  }),
  nordvagSykehjem: building(
    'nordvagSykehjem',
    nordvag,
    ['Fjordgløtt sykehjem', 'Fjordgata 40', '8390 Nordvåg'],
    {
      contact: 'Vaktleder',
      phone: '+47 400 00 110',
      access:
        'Meld deg hos vaktleder. Nødstrøm og oksygensentral: aldri alene, alltid etter avtale. Ingen dekning i kulverten.',
      folders: ['Heis'],
    },
  ),
  nordvagRadhus: building('nordvagRadhus', nordvag, ['Nordvåg rådhus', 'Torget 1', '8390 Nordvåg'], {
    contact: 'Resepsjonen',
    phone: '+47 400 00 100',
    access: 'Ring på vaktmesterens klokke ved sideinngangen. Tavlerom i kjelleren.',
    folders: ['Heis'],
  }),
  nordvagBrannstasjon: building(
    'nordvagBrannstasjon',
    nordvag,
    ['Nordvåg brannstasjon', 'Kaiveien 11', '8391 Nordvåg'],
    {
      contact: 'Utrykningsleder',
      phone: '+47 400 00 120',
      access: 'Ubemannet på dagtid. Nøkkelboks ved port 1, kode fra utrykningsleder.',
    },
  ),
  havna: building('havna', nordvag, ['Havna flerbrukshall', 'Havnegata 2', '8390 Nordvåg'], {
    contact: 'Hallvakt Ivar Dal',
    phone: '+47 400 00 130',
    access: 'Hallvakt til stede kl. 15–22. Ellers nøkkel på rådhuset.',
  }),
  lyngmo: building('lyngmo', nordvag, ['Lyngmo barnehage', 'Lyngmoveien 17', '8392 Nordvåg'], {
    contact: 'Styrer Anne Berg',
    phone: '+47 400 00 140',
    access: 'Bruk personalinngangen. Lukk porten. Teknisk rom bak garderoben på avdeling Blåklokka.',
    folders: ['Lekeplass'],
  }),
} as const satisfies Record<string, Building>;

export type BuildingKey = keyof typeof demoBuildings;

/** A folder of a building by its path, such as `Tegninger/Elektro`. */
export function folderAt(building: Building, path: string): Folder {
  const names = path.split('/');
  const found = names.reduce<Folder | undefined>(
    (parent, name) =>
      building.folders.find((one) => one.name === name && one.parentId === (parent?.id ?? null)),
    undefined,
  );
  return must(found, `folder ${path} of ${building.name}`);
}

/** The ids of buildings by their keys. */
export function buildingIds(...keys: readonly BuildingKey[]): Id[] {
  return keys.map((key) => demoBuildings[key].id);
}
