import { model, photo, plans, type Content } from '#server/demo/contents.ts';
import type { BuildingKey } from '#server/demo/demo-places.ts';
import type { Who } from '#server/demo/demo-people.ts';
import {
  doorReport,
  fireConcept,
  ventilationHandover,
  waterReport,
} from '#server/demo/documents/demo-reports.ts';
import type { When } from '#server/demo/moments.ts';
import type { PlannedFile } from '#server/demo/task-plan.ts';

/** A file somebody put into an archive without a task: staff, or an ad hoc user. */
export interface ArchivePlan {
  readonly building: BuildingKey;
  readonly who: Who;
  readonly when: When;
  readonly file: PlannedFile & { readonly folder: string };
}

function filed(
  building: BuildingKey,
  who: Who,
  when: When,
  folder: string,
  name: string,
  content: Content,
  assessed?: PlannedFile['assessed'],
): ArchivePlan {
  return { building, who, when, file: { name, content, folder, ...(assessed && { assessed }) } };
}

/** The drawings every building has. */
function drawings(building: BuildingKey, who: Who, daysAgo: number, storeys: number): ArchivePlan[] {
  return [
    filed(
      building,
      who,
      [daysAgo, '10:00'],
      'Tegninger/Bygg',
      'Plantegninger.pdf',
      plans('architecture', storeys),
    ),
    filed(
      building,
      who,
      [daysAgo, '10:04'],
      'Branndokumentasjon',
      'Branntegninger.pdf',
      plans('fire', storeys),
    ),
  ];
}

export const demoArchive: readonly ArchivePlan[] = [
  ...drawings('furuset', 'magnus', 300, 3),
  filed(
    'furuset',
    'magnus',
    [299, '12:00'],
    'Tegninger/Elektro',
    'Elkraft og lys.pdf',
    plans('electrical', 3),
  ),
  filed('furuset', 'magnus', [299, '12:05'], 'Tegninger/VVS', 'Luftbehandling.pdf', plans('ventilation', 3)),
  filed('furuset', 'magnus', [299, '12:08'], 'Tegninger/VVS', 'Sanitær.pdf', plans('plumbing', 2)),
  filed('furuset', 'magnus', [298, '09:00'], 'Branndokumentasjon', 'Brannkonsept.pdf', fireConcept),
  filed(
    'furuset',
    'magnus',
    [290, '09:30'],
    'FDV/Ventilasjon',
    'FDV aggregat 360.01.pdf',
    ventilationHandover,
  ),
  filed('furuset', 'magnus', [290, '09:35'], 'Tegninger/Bygg', 'Furuset skole.ifc', model),
  filed('furuset', 'magnus', [60, '13:00'], 'Bilder', 'aggregat 360.01.jpg', photo('airUnit')),
  ...drawings('ungdomsskole', 'magnus', 280, 3),
  ...drawings('barnehage', 'magnus', 275, 1),
  filed('barnehage', 'magnus', [50, '10:00'], 'Lekeplass', 'huskestativ.jpg', photo('playground')),
  ...drawings('sykehjem', 'mette', 260, 3),
  filed('sykehjem', 'mette', [259, '11:00'], 'Branndokumentasjon', 'Brannkonsept.pdf', fireConcept),
  filed('sykehjem', 'mette', [258, '11:00'], 'Tegninger/VVS', 'Sanitær.pdf', plans('plumbing', 3)),
  ...drawings('svommehall', 'mette', 250, 2),
  filed(
    'svommehall',
    'mette',
    [249, '09:00'],
    'Tegninger/VVS',
    'Luftbehandling.pdf',
    plans('ventilation', 2),
  ),
  filed('svommehall', 'arne', [21, '11:00'], 'Basseng', 'rentvannspumper.jpg', photo('bathCellar'), {
    by: 'mette',
    when: [20, '09:00'],
  }),
  filed('svommehall', 'arne', [3, '12:30'], 'Kontrollrapporter', 'Vannprøver siste kvartal.pdf', waterReport),
  ...drawings('idrettshall', 'mette', 240, 2),
  filed('idrettshall', 'arne', [8, '10:00'], 'Bilder', 'tribune-beslag.jpg', photo('heatingRoom'), {
    by: 'mette',
    when: [7, '08:15'],
    reason: 'Bildet viser varmesentralen, ikke tribunen. Last opp riktig bilde.',
  }),
  filed(
    'idrettshall',
    'arne',
    [2, '14:00'],
    'Branndokumentasjon',
    'dør 3 etter justering.jpg',
    photo('fireDoor'),
  ),
  ...drawings('brannstasjon', 'mette', 230, 1),
  ...drawings('radhus', 'mette', 220, 3),
  filed('radhus', 'mette', [219, '10:00'], 'Tegninger/Elektro', 'Elkraft og lys.pdf', plans('electrical', 3)),
  ...drawings('nordvagSkole', 'marit', 210, 2),
  filed(
    'nordvagSkole',
    'marit',
    [209, '09:00'],
    'FDV/Ventilasjon',
    'FDV aggregat 36.02.pdf',
    ventilationHandover,
  ),
  filed(
    'nordvagSkole',
    'marit',
    [209, '09:10'],
    'Tegninger/VVS',
    'Luftbehandling.pdf',
    plans('ventilation', 2),
  ),
  ...drawings('nordvagSykehjem', 'marit', 200, 2),
  filed('nordvagSykehjem', 'marit', [199, '09:00'], 'Branndokumentasjon', 'Brannkonsept.pdf', fireConcept),
  ...drawings('nordvagRadhus', 'nils', 190, 3),
  filed(
    'nordvagRadhus',
    'nils',
    [189, '12:00'],
    'Tegninger/Elektro',
    'Elkraft og lys.pdf',
    plans('electrical', 3),
  ),
  ...drawings('nordvagBrannstasjon', 'marit', 180, 1),
  ...drawings('havna', 'marit', 170, 2),
  filed('havna', 'marit', [169, '10:00'], 'Kontrollrapporter', 'Ettersyn branndører i fjor.pdf', doorReport),
  ...drawings('lyngmo', 'marit', 160, 1),
];
