import { aCommand } from '#shared/testing/a-command.ts';
import { anEntry, everyAssessor, type ArchiveCase } from '#shared/testing/archive-case.ts';
import { minutesAgo, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';
import { askebyBad, folders } from '#shared/testing/places.ts';

const command = aCommand('approve-archive-file');
const approved = { approval: 'approved', assessedByName: people.magnus.name, assessedAt: now } as const;
const before = { assessedByName: people.astrid.name, assessedAt: minutesAgo(10) } as const;

/** Cases of `approve-archive-file`. */
export const approveArchiveFileCases: readonly ArchiveCase[] = [
  ...everyAssessor(anEntry(), command, { astrid: 'applied', magnus: 'applied' }),
  // What is approved is seen by everybody of the building: they learn that they may not, not that it is not there.
  ...everyAssessor(anEntry({ approval: 'approved', ...before }), command, {
    astrid: 'applied',
    magnus: 'applied',
    erik: 'grant.missing',
    unni: 'grant.missing',
    arne: 'grant.missing',
  }),
  {
    title: 'approving tells who did it and when',
    given: { entry: anEntry() },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry(approved),
  },
  {
    title: 'approving what is approved changes nothing',
    given: { entry: anEntry({ approval: 'approved', ...before }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry({ approval: 'approved', ...before }),
  },
  {
    title: 'the newest assessment counts: what was rejected is approved without its reason',
    given: { entry: anEntry({ approval: 'rejected', rejectReason: 'Feil bygg', ...before }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry(approved),
  },
  {
    title: 'an ad hoc user sees the own file that waits, and does not approve it',
    given: { entry: anEntry({ fromId: people.arne.id, fromName: people.arne.name }) },
    actor: 'arne',
    command,
    outcome: 'grant.missing',
  },
  {
    title: 'a manager does not approve at a building of others',
    given: { entry: anEntry({ buildingId: askebyBad.id, folderId: folders.elsewhere }) },
    actor: 'magnus',
    command,
    outcome: 'entry.not-found',
  },
  {
    title: 'a file that is not in the archive is not found',
    given: { entry: null },
    actor: 'astrid',
    command,
    outcome: 'entry.not-found',
  },
];
