import { describe, expect, it } from 'vitest';
import { mayKnowSender } from '#shared/archive/may-know-sender.ts';
import { actorOf, people, personNames } from '#shared/testing/people.ts';
import { askeby, sagvikInAskeby } from '#shared/testing/places.ts';

function whoKnows(file: { fromId: string; partyId: string }): string[] {
  return personNames.filter((name) => mayKnowSender(actorOf(name), { tenantId: askeby.id, ...file }));
}

describe('who sent a file of the archive', () => {
  it('for a supplier is known to staff who see suppliers, and to that supplier', () => {
    const siris = { fromId: people.siri.id, partyId: sagvikInAskeby.id };
    expect(whoKnows(siris)).toEqual(['astrid', 'magnus', 'mette', 'erik', 'siri', 'sondre']);
  });

  it('for themselves is known to everybody who sees the file', () => {
    expect(whoKnows({ fromId: people.arne.id, partyId: people.arne.id })).toEqual(personNames);
  });
});
