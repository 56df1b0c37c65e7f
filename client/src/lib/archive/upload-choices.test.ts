import { describe, expect, it } from 'vitest';
import { uploadChoices } from '#lib/archive/upload-choices.ts';
import { aTask, ids } from '#shared/testing/builders.ts';
import { actorOf } from '#shared/testing/people.ts';
import { askebyBad, askebySkole } from '#shared/testing/places.ts';

const started = aTask({ state: 'in-progress' });
const waiting = aTask({ id: ids.otherTask, state: 'waiting', number: 200 });
const named = (tasks: Parameters<typeof uploadChoices>[1], person: Parameters<typeof actorOf>[0]) =>
  uploadChoices(askebySkole, tasks, actorOf(person)).map((choice) => choice.taskId);

describe('what an upload to the archive may name', () => {
  it('is an open task of a supplier’s own, the one being worked on first', () => {
    expect(named([waiting, started], 'siri')).toEqual([started.id, waiting.id]);
  });

  it('is nothing where the only task is completed, or in another building', () => {
    expect(named([aTask({ state: 'completed' })], 'siri')).toEqual([]);
    expect(uploadChoices(askebyBad, [started], actorOf('siri'))).toEqual([]);
  });

  it('may be no task for an ad hoc user of the building, and not elsewhere', () => {
    expect(named([started], 'arne')).toEqual([null, started.id]);
    expect(uploadChoices(askebyBad, [], actorOf('arne'))).toEqual([]);
  });

  it('is a task also while the device does not know who one is', () => {
    expect(uploadChoices(askebySkole, [started], null).map((choice) => choice.taskId)).toEqual([started.id]);
  });
});
