import { defineTexts } from '#lib/texts/define-texts.ts';

/** The dialogs of steps that want words. */
export const reasonTexts = defineTexts(
  {
    wait: {
      title: 'Sette oppgaven på vent?',
      label: 'Hva venter du på?',
      hint: 'For eksempel deler, adgang eller avklaring. Oppdragsgiver ser det.',
      start: 'Sett på vent',
      missing: 'Skriv hva du venter på.',
    },
    decline: {
      title: 'Avslå oppgaven?',
      label: 'Hvorfor?',
      hint: 'Oppgaven går tilbake til oppdragsgiver, og du mister tilgangen til den og bygget.',
      start: 'Avslå oppgaven',
      missing: 'Skriv hvorfor, så oppdragsgiver kan finne noen andre.',
    },
    reopen: {
      title: 'Be om gjenåpning?',
      label: 'Melding til oppdragsgiver',
      hint: 'Valgfritt. Si gjerne hva som gjenstår.',
      start: 'Be om gjenåpning',
      missing: '',
    },
    back: 'Ikke nå',
  },
  {
    wait: {
      title: 'Put the task on hold?',
      label: 'What are you waiting for?',
      hint: 'For example parts, access or an answer. The municipality sees it.',
      start: 'Put on hold',
      missing: 'Write what you are waiting for.',
    },
    decline: {
      title: 'Decline the task?',
      label: 'Why?',
      hint: 'The task goes back to the municipality, and you lose access to it and the building.',
      start: 'Decline the task',
      missing: 'Write why, so that the municipality can find somebody else.',
    },
    reopen: {
      title: 'Ask to reopen?',
      label: 'Message to the municipality',
      hint: 'Optional. Say what is left to do.',
      start: 'Ask to reopen',
      missing: '',
    },
    back: 'Not now',
  },
);
