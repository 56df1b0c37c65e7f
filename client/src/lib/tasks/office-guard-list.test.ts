import { expect, test } from 'vitest';
import type { TaskHolding } from '#lib/office/requests.ts';
import { guardListOf, isNothing, sumHoldings } from '#lib/tasks/office-guard-list.ts';
import { aFile, aTask, dahl, now, sagvik } from '#shared/testing/builders.ts';
import { localId } from '#shared/testing/fixed-ids.ts';
import { people } from '#shared/testing/people.ts';

function aHolding(overrides: Partial<TaskHolding> = {}): TaskHolding {
  return {
    personName: people.siri.name,
    partyId: sagvik.id,
    files: 1,
    bytes: 4_000_000,
    commands: 1,
    items: [{ kind: 'file', name: 'tavle-2.jpg', size: 4_000_000, madeAt: now }],
    lastContactAt: now,
    ...overrides,
  };
}

const onTheWay = aFile({ id: localId(91), name: 'tavle-9.jpg', state: 'receiving' });

test('closing would refuse what every device holds and every file on its way', () => {
  const ragnars = aHolding({ personName: people.ragnar.name, partyId: dahl.id });
  const task = aTask({ files: [onTheWay, aFile({ id: localId(92), state: 'available' })] });
  expect(guardListOf({ task, holdings: [aHolding(), ragnars] }, null)).toEqual({
    devices: [aHolding(), ragnars],
    files: [onTheWay],
  });
});

test('taking the task from one party would refuse that party only', () => {
  const ragnars = aHolding({ personName: people.ragnar.name, partyId: dahl.id });
  const task = aTask({ files: [onTheWay, { ...onTheWay, id: localId(93), partyId: dahl.id }] });
  const list = guardListOf({ task, holdings: [aHolding(), ragnars] }, [dahl.id]);
  expect(list.devices).toEqual([ragnars]);
  expect(list.files.map((file) => file.id)).toEqual([localId(93)]);
});

test('a device of an unknown party is told about rather than left out', () => {
  const unknown = aHolding({ partyId: null });
  expect(guardListOf({ task: aTask(), holdings: [unknown] }, [dahl.id]).devices).toEqual([unknown]);
});

test('a file that a device lists and the server waits for is told once', () => {
  const file = aFile({ name: 'tavle-2.jpg', size: 4_000_000, state: 'declared' });
  expect(guardListOf({ task: aTask({ files: [file] }), holdings: [aHolding()] }, null).files).toEqual([]);
  const others = { ...file, declaredByName: people.sondre.name };
  expect(guardListOf({ task: aTask({ files: [others] }), holdings: [aHolding()] }, null).files).toEqual([
    others,
  ]);
});

test('devices that hold nothing and files that have landed are nothing to warn of', () => {
  const task = aTask({ files: [aFile({ state: 'available' }), aFile({ state: 'refused' })] });
  expect(isNothing(guardListOf({ task, holdings: [aHolding({ files: 0, commands: 0 })] }, null))).toBe(true);
  expect(isNothing(guardListOf({ task, holdings: [aHolding()] }, null))).toBe(false);
});

test('all devices together are summed with the newest contact', () => {
  const earlier = aHolding({ files: 2, commands: 3, lastContactAt: '2026-11-22T10:00:00.000Z' });
  expect(sumHoldings([earlier, aHolding()])).toEqual({ files: 3, changes: 4, lastContactAt: now });
  expect(sumHoldings([])).toEqual({ files: 0, changes: 0, lastContactAt: null });
});
