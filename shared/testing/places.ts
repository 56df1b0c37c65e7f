import type { Building, Folder } from '#shared/buildings/building.ts';
import type { Question } from '#shared/checklists/checklist.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { worldId } from '#shared/testing/fixed-ids.ts';

/** A frozen template of checklists in the invented world. */
export interface FixedTemplate {
  readonly id: Id;
  readonly tenantId: Id;
  readonly title: string;
  readonly version: number;
  readonly questions: Question[];
}

/** A supplier company as one tenant registered it. */
export interface FixedSupplier {
  readonly id: Id;
  readonly tenantId: Id;
  readonly name: string;
  readonly organisationNumber: string;
  readonly email: string;
  readonly trades: readonly string[];
}

export const askeby = { id: worldId('tenant', 1), name: 'Askeby kommune' } as const;
export const nordvag = { id: worldId('tenant', 2), name: 'Nordvåg kommune' } as const;
export const tenants = [askeby, nordvag] as const;

function folder(number: number, name: string, kind: Folder['kind'], parentId: Id | null = null): Folder {
  return { id: worldId('folder', number), parentId, name, kind };
}

function building(number: number, tenant: { id: Id; name: string }, fields: Partial<Building>): Building {
  return {
    id: worldId('building', number),
    tenantId: tenant.id,
    tenantName: tenant.name,
    name: '',
    address: '',
    postalPlace: '',
    contactName: null,
    contactPhone: null,
    accessNote: null,
    folders: [],
    ...fields,
  };
}

/** Askeby's school: where Magnus, Erik, Unni and Arne belong, and where most tasks are. */
export const askebySkole = building(1, askeby, {
  name: 'Askeby skole',
  address: 'Skoleveien 12',
  postalPlace: '1816 Askeby',
  contactName: 'Vaktmester Tor Vik',
  contactPhone: '+47 400 00 012',
  accessNote: 'Nøkkel hentes i resepsjonen. Teknisk rom ligger i kjelleren, uten dekning.',
  folders: [
    folder(1, 'Branndokumentasjon', 'global'),
    folder(2, 'Tegninger', 'local'),
    folder(3, 'Elektro', 'local', worldId('folder', 2)),
  ],
});

/** Askeby's other building: Mette's, not Magnus's. */
export const askebyBad = building(2, askeby, {
  name: 'Askeby svømmehall',
  address: 'Badeveien 3',
  postalPlace: '1816 Askeby',
  folders: [folder(4, 'Branndokumentasjon', 'global')],
});

export const nordvagRadhus = building(3, nordvag, {
  name: 'Nordvåg rådhus',
  address: 'Torget 1',
  postalPlace: '8390 Nordvåg',
  accessNote: 'Ring på vaktmesterens klokke.',
  folders: [folder(5, 'Branndokumentasjon', 'global')],
});

export const nordvagSykehjem = building(4, nordvag, {
  name: 'Nordvåg sykehjem',
  address: 'Fjordgata 40',
  postalPlace: '8390 Nordvåg',
  folders: [folder(6, 'Branndokumentasjon', 'global')],
});

export const buildings = [askebySkole, askebyBad, nordvagRadhus, nordvagSykehjem] as const;

/** Folders by the names cases use; `elsewhere` is in another building of the same tenant, `abroad` of another. */
export const folders = {
  fire: worldId('folder', 1),
  drawings: worldId('folder', 2),
  electrical: worldId('folder', 3),
  elsewhere: worldId('folder', 4),
  abroad: worldId('folder', 5),
} as const;

function supplier(
  number: number,
  tenantId: Id,
  fields: Omit<FixedSupplier, 'id' | 'tenantId'>,
): FixedSupplier {
  return { id: worldId('supplier', number), tenantId, ...fields };
}

const sagvik = {
  name: 'Sagvik Elektro AS',
  organisationNumber: '999000111',
  email: 'post@sagvik-elektro.example',
  trades: ['elektro'],
};

/** Works for both municipalities; its contacts are Siri and Sondre. */
export const sagvikInAskeby = supplier(1, askeby.id, sagvik);
export const sagvikInNordvag = supplier(2, nordvag.id, sagvik);

/** Works for Askeby only; its contact is Ragnar. */
export const dahlInAskeby = supplier(3, askeby.id, {
  name: 'Rørlegger Dahl AS',
  organisationNumber: '999000222',
  email: 'post@dahl-ror.example',
  trades: ['rør'],
});

export const suppliers = [sagvikInAskeby, sagvikInNordvag, dahlInAskeby] as const;

function question(number: number, text: string, mandatory: boolean): Question {
  return { id: worldId('question', number), kind: 'yes-no', text, mandatory };
}

/** Questions by the names cases use: two mandatory, one not. */
export const questions = {
  detectors: worldId('question', 1),
  exits: worldId('question', 2),
  remarks: worldId('question', 3),
} as const;

export const fireTemplate: FixedTemplate = {
  id: worldId('template', 1),
  tenantId: askeby.id,
  title: 'Brannkontroll',
  version: 2,
  questions: [
    question(1, 'Virker alle detektorer?', true),
    question(2, 'Er rømningsveiene frie?', true),
    question(3, 'Er det merknader for øvrig?', false),
  ],
};

export const nordvagTemplate: FixedTemplate = {
  id: worldId('template', 2),
  tenantId: nordvag.id,
  title: 'Ventilasjon',
  version: 1,
  questions: [question(4, 'Er filtrene byttet?', true)],
};

export const templates = [fireTemplate, nordvagTemplate] as const;
