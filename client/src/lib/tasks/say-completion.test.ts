import { describe, expect, it } from 'vitest';
import { aChecklist, aTask } from '#shared/testing/builders.ts';
import type { Completion } from '#lib/tasks/completion.ts';
import { sayCompletion, type CompletionScene } from '#lib/tasks/say-completion.ts';

const plain: Completion = {
  files: [],
  delivered: [],
  blocking: [],
  undelivered: [],
  waiting: { photos: 0, files: 0, changes: 0 },
  access: 'ends',
  otherTasks: [],
  otherExecutors: [],
};
const scene: CompletionScene = {
  buildingName: 'Askeby skole',
  saving: false,
  drafting: false,
  attention: 0,
  refusedElsewhere: 0,
};

function say(completion: Partial<Completion>, around: Partial<CompletionScene> = {}): string[] {
  return sayCompletion({ ...plain, ...completion }, { ...scene, ...around }, 'nb').map(({ text }) =>
    text.replaceAll('\u00a0', ' '),
  );
}

describe('the dialog before completing', () => {
  it('says that all is received, and what ends', () => {
    expect(say({})).toEqual([
      'Alt du har gjort, er mottatt',
      'Når alt er mottatt, mister du tilgangen til Askeby skole og arkivet der. Kvitteringene dine beholder du.',
    ]);
  });

  it('says what this device sends first', () => {
    expect(say({ waiting: { photos: 3, files: 1, changes: 2 } })[0]).toBe(
      '3 bilder, 1 fil og 2 endringer på enheten sendes først',
    );
  });

  it('puts what stops it at the top, with the way to mend it', () => {
    const facts = sayCompletion({ ...plain, blocking: [aChecklist()] }, { ...scene, saving: true }, 'nb');
    expect(facts.slice(0, 2)).toEqual([
      {
        sign: 'warning',
        text: '«Brannkontroll» må leveres før oppgaven kan settes til utført',
        checklistId: aChecklist().id,
      },
      { sign: 'waits', text: 'Filer lagres ennå på enheten. Vent et øyeblikk.' },
    ]);
  });

  it('names the tasks that keep the building open, and the others who have not sent', () => {
    const said = say({
      access: 'stays',
      otherTasks: [aTask({ number: 120 }), aTask({ number: 121 })],
      otherExecutors: ['Rørlegger Dahl AS'],
    });
    expect(said[1]).toContain('Rørlegger Dahl AS er også satt opp på oppgaven.');
    expect(said[2]).toContain('Du har andre åpne oppgaver på Askeby skole (nr. 120 og nr. 121)');
    const one = say({ access: 'stays', otherTasks: [aTask({ number: 120 })] });
    expect(one[1]).toContain('Du har en annen åpen oppgave på Askeby skole (nr. 120)');
  });

  it('does not say that all is received where something was refused, here or on another device', () => {
    expect(say({}, { attention: 1 })[0]).toBe('Alt annet du har gjort, er mottatt');
    expect(say({}, { refusedElsewhere: 1 }).slice(0, 2)).toEqual([
      'Alt annet du har gjort, er mottatt',
      'Én fil fra en annen enhet ble ikke tatt imot, og blir ikke med.',
    ]);
  });

  it('warns of what does not come along', () => {
    expect(say({}, { attention: 2, drafting: true }).slice(1, 3)).toEqual([
      '2 ting krever handling og blir ikke sendt med.',
      'Kommentaren du har begynt på, er ikke lagt til.',
    ]);
  });
});
