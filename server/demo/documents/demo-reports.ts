import { report, type Content } from '#server/demo/contents.ts';
import { createDice } from '#server/demo/photos/dice.ts';

/** So many rows of a table; `cells` makes one from its number. */
function rows(count: number, cells: (index: number, dice: () => number) => string[]): string[][] {
  const dice = createDice(cells.toString());
  return Array.from({ length: count }, (_, index) => cells(index, dice));
}

export const ledHandover: Content = report({
  title: 'FDV: LED-armaturer',
  from: 'Sagvik Elektro AS',
  facts: [
    ['Type', 'Industriarmatur 150 W, 4000 K, ballsikker'],
    ['Antall', '28 stk.'],
    ['Garanti', '5 år fra overtakelse'],
  ],
  sections: [
    {
      heading: 'Drift',
      text: 'Armaturene styres av fire brytere ved inngangen: 25, 50, 75 og 100 prosent. Ved strømbrudd går de tilbake til siste nivå. Nødlys er på egen kurs og skal ikke slås av.',
    },
    {
      heading: 'Vedlikehold',
      text: 'Tørk av avdekningen hvert annet år med lunkent såpevann. Bruk ikke løsemidler. Driver kan byttes uten å ta ned armaturen: løs de to skruene på siden, og trekk ut kassetten.',
    },
    { heading: 'Avhending', text: 'Armatur og driver er EE-avfall og leveres kommunens mottak.' },
  ],
  table: {
    head: ['Armatur', 'Kurs', 'Effekt', 'Målt lysstyrke'],
    rows: rows(28, (index, dice) => [
      `A${index + 1}`,
      `${21 + Math.floor(index / 7)}`,
      '150 W',
      `${Math.round(480 + dice() * 90)} lx`,
    ]),
  },
  photos: ['switchboard'],
});

export const alarmCertificate: Content = report({
  title: 'Kontroll av brannalarmanlegg',
  from: 'Sagvik Elektro AS',
  facts: [
    ['Standard', 'NS 3960:2019, årlig kontroll'],
    ['Sentral', 'Adresserbar, 4 sløyfer'],
    ['Overføring', '110-sentralen, prøvd'],
  ],
  sections: [
    {
      heading: 'Resultat',
      text: 'Anlegget er i driftsmessig stand. Alle soner er prøvd, og alarmen går til 110-sentralen innen 22 sekunder. Ett forhold bør utbedres: alarmen høres dårlig i musikkrommet i kjelleren (62 dB, kravet er 65 dB).',
    },
    {
      heading: 'Anbefaling',
      text: 'Monter en ekstra klokke i musikkrommet. Bytt batterier i sentralen ved neste kontroll.',
    },
  ],
  table: {
    head: ['Sone', 'Detektorer', 'Meldere', 'Lydnivå', 'Merknad'],
    rows: rows(22, (index, dice) => [
      `${index + 1}`,
      `${3 + Math.floor(dice() * 9)}`,
      `${1 + Math.floor(dice() * 2)}`,
      `${index === 6 ? 62 : Math.round(67 + dice() * 12)} dB`,
      index === 6 ? 'Under kravet' : 'I orden',
    ]),
  },
  photos: ['exitSign', 'switchboard'],
});

export const doorReport: Content = report({
  title: 'Ettersyn av branndører',
  from: 'Bakke Brannsikring AS',
  facts: [
    ['Omfang', 'Alle branndører med dørlukker'],
    ['Grunnlag', 'Branntegninger og forskrift om brannforebygging'],
  ],
  sections: [
    {
      heading: 'Sammendrag',
      text: 'Dørene er gjennomgått én for én. Lukkere er justert der det trengtes. Fire dører har slitte tettelister som bør skiftes innen et halvt år; ingen av dem er farlige i dag.',
    },
  ],
  table: {
    head: ['Dør', 'Klasse', 'Lukker', 'Tetting', 'Tiltak'],
    rows: rows(31, (index, dice) => {
      const worn = dice() < 0.14;
      return [
        `${101 + index * 3}`,
        dice() < 0.3 ? 'EI2 60-C' : 'EI2 30-C',
        dice() < 0.2 ? 'Justert' : 'I orden',
        worn ? 'Slitt' : 'I orden',
        worn ? 'Skift tetteliste' : '',
      ];
    }),
  },
  photos: ['fireDoor'],
});

export const playgroundReport: Content = report({
  title: 'Lekeplasskontroll',
  from: 'Lie Lekeplasskontroll',
  facts: [
    ['Standard', 'NS-EN 1176-7, funksjonskontroll'],
    ['Vær', 'Opphold, 9 grader'],
  ],
  sections: [
    {
      heading: 'Sammendrag',
      text: 'Apparatene er i god stand. Kjettingen på huske 2 var slitt og ble byttet på stedet. Fallunderlaget er dypt nok overalt.',
    },
    { heading: 'Neste kontroll', text: 'Hovedettersyn innen ett år. Olje treverket på vippa før vinteren.' },
  ],
  photos: ['playground'],
});

export const pumpHandover: Content = report({
  title: 'FDV: sirkulasjonspumpe P2',
  from: 'Rørlegger Dahl AS',
  facts: [
    ['Type', 'Våtløper, frekvensstyrt, DN 40'],
    ['Driftspunkt', '8,2 m³/h ved 5,5 mVS'],
    ['Garanti', '3 år'],
  ],
  sections: [
    {
      heading: 'Drift',
      text: 'Pumpa regulerer på konstant differansetrykk. Skal turtallet endres, gjøres det fra displayet: Meny, Regulering, Settpunkt.',
    },
    {
      heading: 'Vedlikehold',
      text: 'Luft pumpehuset ved oppstart om høsten. Lytt etter ulyd hver måned. Filteret foran pumpa renses hvert år.',
    },
  ],
  photos: ['heatingRoom'],
});

export const liftReport: Content = report({
  title: 'Tilsyn heis',
  from: 'Holm Heis AS',
  facts: [
    ['Anlegg', 'Personheis 630 kg, 4 stopp'],
    ['Neste sikkerhetskontroll', 'Innen to år'],
  ],
  sections: [
    {
      heading: 'Resultat',
      text: 'Dører, nødtelefon, nødlys og sikkerhetsbrytere er prøvd. Sjaktbunn er rengjort. Ingen avvik.',
    },
  ],
  table: {
    head: ['Etasje', 'Stopp (mm)', 'Dørkraft (N)', 'Nødtelefon'],
    rows: rows(4, (index, dice) => [
      index === 0 ? 'Kjeller' : `${index}`,
      `${Math.round(dice() * 6)}`,
      `${Math.round(95 + dice() * 35)}`,
      'I orden',
    ]),
  },
  photos: ['lift'],
});

export const waterReport: Content = report({
  title: 'Analyse av vannprøver',
  from: 'Rørlegger Dahl AS',
  facts: [
    ['Prøvetype', 'Legionella spp., ISO 11731'],
    ['Laboratorium', 'Kystlab'],
  ],
  sections: [
    {
      heading: 'Vurdering',
      text: 'Ingen prøver over tiltaksgrensen på 1000 kde/l. Dusj 4 og 7 i herregarderoben bør avkalkes.',
    },
  ],
  table: {
    head: ['Prøvested', 'Temperatur', 'Legionella', 'Vurdering'],
    rows: rows(18, (index, dice) => [
      `${index < 9 ? 'Herrer' : 'Damer'} dusj ${(index % 9) + 1}`,
      `${(60 + dice() * 4).toFixed(1)} °C`,
      dice() < 0.2 ? `${Math.round(dice() * 400)} kde/l` : 'Ikke påvist',
      'I orden',
    ]),
  },
  photos: ['bathCellar'],
});

export const airBalance: Content = report({
  title: 'Innregulering av luftmengder',
  from: 'Nordvent AS',
  facts: [
    ['Aggregat', '36.01, 8 200 m³/h'],
    ['Metode', 'Proporsjonal, NS-EN 12599'],
  ],
  sections: [
    {
      heading: 'Sammendrag',
      text: 'Alle ventiler ligger innenfor 10 prosent av prosjektert luftmengde. Spjeld er låst og merket.',
    },
  ],
  table: {
    head: ['Rom', 'Prosjektert', 'Målt', 'Avvik'],
    rows: rows(40, (index, dice) => {
      const planned = 60 + Math.round(dice() * 20) * 10;
      const deviation = dice() * 16 - 8;
      return [
        `2${String(index + 1).padStart(2, '0')}`,
        `${planned} m³/h`,
        `${Math.round(planned * (1 + deviation / 100))} m³/h`,
        `${deviation.toFixed(1)} %`,
      ];
    }),
  },
  photos: ['airUnit'],
});

export const panelReport: Content = report({
  title: 'Kursfortegnelse 433.01',
  from: 'Sagvik Elektro AS',
  facts: [
    ['Fordeling', '433.01, TN-S 400 V'],
    ['Inntak', '125 A'],
  ],
  sections: [
    { heading: 'Merknad', text: 'Kablene W14 og W15 er sporet og merket. Kurs 31 til 36 er reserve.' },
  ],
  table: {
    head: ['Kurs', 'Vern', 'Tverrsnitt', 'Hva'],
    rows: rows(36, (index, dice) => [
      `${index + 1}`,
      index > 29 ? '' : dice() < 0.7 ? 'B16 JFA 30 mA' : 'C25 JFA 30 mA',
      index > 29 ? '' : dice() < 0.7 ? '3G2,5' : '5G6',
      index > 29 ? 'Reserve' : (['Lys', 'Stikk', 'Varme', 'Teknisk'][Math.floor(dice() * 4)] ?? ''),
    ]),
  },
  photos: ['switchboard'],
});

export const chargingPlan: Content = report({
  title: 'Kursfortegnelse 433.02',
  from: 'Sagvik Elektro AS',
  facts: [['Fordeling', '433.02, TN-S 400 V']],
  sections: [{ heading: 'Merknad', text: 'Gjelder før ombygging av vognhallen.' }],
  table: {
    head: ['Kurs', 'Vern', 'Hva'],
    rows: rows(11, (index) => [`${index + 1}`, 'B16 JFA 30 mA', index < 6 ? 'Lys' : 'Stikk']),
  },
});

export const fireConcept: Content = report({
  title: 'Brannkonsept',
  from: 'Kommunens eiendomsavdeling',
  facts: [
    ['Risikoklasse', 'Etter bruk, se tegning'],
    ['Brannklasse', '2'],
    ['Slokkeanlegg', 'Brannslanger og håndslokkere'],
  ],
  sections: [
    {
      heading: 'Rømning',
      text: 'Bygget rømmes gjennom to trapper uavhengig av hverandre. Ingen rom har mer enn 30 meter til nærmeste utgang. Dører i rømningsvei åpnes uten nøkkel.',
    },
    {
      heading: 'Branncelle og seksjonering',
      text: 'Trapper, korridorer og tekniske rom er egne brannceller EI 60. Gjennomføringer tettes og merkes samme dag som de lages, og føres i listen bakerst.',
    },
    {
      heading: 'Varsling',
      text: 'Heldekkende brannalarmanlegg med overføring til 110-sentralen. Magnetholdte dører slipper ved alarm.',
    },
    {
      heading: 'Drift',
      text: 'Vaktmesteren går runde hver uke: utganger frie, dører lukker, skilt lyser. Avvik meldes i Oppdrag samme dag.',
    },
  ],
  photos: ['fireDoor', 'exitSign'],
});

export const ventilationHandover: Content = report({
  title: 'FDV: ventilasjonsaggregat',
  from: 'Nordvent AS',
  facts: [
    ['Type', 'Roterende gjenvinner, 82 % virkningsgrad'],
    ['Luftmengde', '12 400 m³/h'],
    ['Filter', 'Tilluft ePM1 60 %, avtrekk ePM10 50 %'],
  ],
  sections: [
    {
      heading: 'Drift',
      text: 'Aggregatet går etter kalender i SD-anlegget. Forlenget drift: vri bryteren ved døra, to timer om gangen. Frostvakt stanser anlegget ved 5 grader på vannsiden.',
    },
    {
      heading: 'Vedlikehold',
      text: 'Filter to ganger i året. Remmer og lager ved hvert filterbytte. Gjenvinneren suges ren én gang i året. Dryppanne og vannlås fylles før vinteren.',
    },
    {
      heading: 'Feilsøking',
      text: 'Filtervakt lyser: mål trykkfallet før du bytter. Kald tilluft: sjekk at gjenvinneren roterer, og at sirkulasjonspumpa går.',
    },
  ],
  table: {
    head: ['Hva', 'Hvor ofte', 'Delenummer'],
    rows: [
      ['Filter tilluft', 'Hvert halvår', 'F-592-592-60'],
      ['Filter avtrekk', 'Hvert halvår', 'F-592-592-50'],
      ['Vifterem', 'Hvert annet år', 'R-1250'],
      ['Vannlås', 'Hver høst', ''],
    ],
  },
  photos: ['airUnit', 'newFilters'],
});
