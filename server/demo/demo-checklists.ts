import { demoId } from '#server/demo/demo-id.ts';
import { askeby, nordvag } from '#server/demo/demo-places.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FixedTemplate } from '#shared/testing/places.ts';

/** A line that ends with `*` is a mandatory question. */
function template(
  key: string,
  tenant: { id: Id },
  version: number,
  title: string,
  lines: readonly string[],
): FixedTemplate {
  return {
    id: demoId('template', key),
    tenantId: tenant.id,
    title,
    version,
    questions: lines.map((line, index) => ({
      id: demoId('question', `${key}/${index}`),
      kind: 'yes-no',
      text: line.replace(/\*$/u, ''),
      mandatory: line.endsWith('*'),
    })),
  };
}

const emergencyLight = [
  'Er alle markeringsskilt hele, rene og godt synlige?*',
  'Lyser alle ledelys ved bortfall av nettspenning?*',
  'Varer batteriene i minst 60 minutter?*',
  'Er rømningsveiene merket i samsvar med branntegningen?*',
  'Er sentralen uten feilmeldinger?*',
  'Er defekte lyskilder og batterier byttet?',
  'Er driftsjournalen for ledesystemet oppdatert?*',
  'Er det endringer i bygget som krever nye skilt?',
];

/** Templates by the names tasks use. */
export const demoTemplates = {
  ventilation: template('ventilation', askeby, 3, 'Ventilasjon, halvårlig kontroll', [
    'Er filter på tilluft byttet?*',
    'Er filter på avtrekk byttet?*',
    'Er filterrammer og pakninger tette?*',
    'Er aggregatet rengjort innvendig?*',
    'Er vifteremmer kontrollert og strammet?*',
    'Går viftene uten ulyd og vibrasjoner?*',
    'Er varmegjenvinneren ren og uten lekkasje?*',
    'Er avløp fra dryppanne åpent?',
    'Virker spjeld og spjeldmotorer?*',
    'Stemmer trykkfall over filter med merkeskiltet?',
    'Er driftstider i SD-anlegget kontrollert?',
    'Er filterdato skrevet på aggregatet?*',
  ]),
  emergencyLight: template('emergencyLight', askeby, 2, 'Nødlys og ledesystem', emergencyLight),
  fireAlarm: template('fireAlarm', askeby, 4, 'Brannalarmanlegg, kontroll', [
    'Er sentralen i normal drift uten feil?*',
    'Er detektorer prøvd i alle soner?*',
    'Virker alle manuelle meldere?*',
    'Høres alarmen i alle rom?*',
    'Går alarmen til 110-sentralen innen 60 sekunder?*',
    'Lukker branndører på magnet ved alarm?*',
    'Er batterier målt og i orden?*',
    'Er orienteringsplanen ved sentralen riktig?',
    'Er kontrollen ført i brannboken?*',
  ]),
  playground: template('playground', askeby, 1, 'Lekeplass, funksjonskontroll', [
    'Er fallunderlaget dypt nok under alle apparater?*',
    'Er husker og kjettinger uten slitasje?*',
    'Er det ingen klem- eller hengefare?*',
    'Er alle bolter dekket og fast?*',
    'Er treverket uten råte og fliser?*',
    'Er sklien hel og godt festet?*',
    'Er gjerde og port i orden?*',
    'Er sanden fri for glass og avføring?',
    'Er apparatene merket med produsent og årstall?',
    'Er alvorlige feil sperret av med en gang?*',
  ]),
  legionella: template('legionella', askeby, 2, 'Legionella, forebygging', [
    'Er varmtvannet minst 65 grader fra bereder?*',
    'Er varmtvannet minst 60 grader på fjerneste tappested etter ett minutt?*',
    'Er kaldtvannet under 20 grader etter ett minutt?*',
    'Er dusjer som brukes lite gjennomspylt?*',
    'Er dusjhoder og slanger avkalket?*',
    'Er blindledninger fjernet eller merket?',
    'Er vannprøve tatt og sendt?',
    'Er målingene ført i journalen?*',
  ]),
  filterChange: template('filterChange', nordvag, 1, 'Filterbytte', [
    'Er aggregatet stanset og låst før arbeidet?*',
    'Er riktig filterklasse brukt (ePM1 60 % eller bedre)?*',
    'Er filtrene montert i riktig luftretning?*',
    'Er pakningene hele?*',
    'Er dato og navn skrevet på rammen?*',
    'Er brukte filtre levert som avfall?',
    'Er trykkvakten nullstilt?*',
  ]),
  emergencyLightNordvag: template('emergencyLightNordvag', nordvag, 1, 'Nødlys, årskontroll', emergencyLight),
  lift: template('lift', nordvag, 2, 'Heis, månedlig tilsyn', [
    'Stopper heisen jevnt i alle etasjer?*',
    'Lukker dørene uten å klemme, og åpner de ved hinder?*',
    'Virker alarmtelefonen begge veier?*',
    'Virker nødlyset i kupeen?*',
    'Er sjakt og maskinrom rene og låst?*',
    'Er sikkerhetskontrollen gyldig?*',
  ]),
  fireDoors: template('fireDoors', nordvag, 1, 'Branndører', [
    'Lukker døren helt av seg selv fra alle stillinger?*',
    'Er tettelister og terskel hele?*',
    'Er det høyst 3 mm spalte rundt dørbladet?*',
    'Er det ingen kiler, kroker eller varer i åpningen?*',
    'Slipper magneten ved alarm?*',
    'Er merkeskiltet på plass?',
  ]),
} as const satisfies Record<string, FixedTemplate>;

export type TemplateKey = keyof typeof demoTemplates;
