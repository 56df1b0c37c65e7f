import { aCommand } from '#shared/testing/a-command.ts';
import { anEntry, everyAssessor, type ArchiveCase } from '#shared/testing/archive-case.ts';
import { minutesAgo, now } from '#shared/testing/builders.ts';
import { people } from '#shared/testing/people.ts';

const command = aCommand('reject-archive-file', { reason: 'Feil bygg' });
const before = { assessedByName: people.astrid.name, assessedAt: minutesAgo(10) } as const;
const rejected = {
  approval: 'rejected',
  rejectReason: 'Feil bygg',
  assessedByName: people.magnus.name,
  assessedAt: now,
} as const;

/** Cases of `reject-archive-file`. */
export const rejectArchiveFileCases: readonly ArchiveCase[] = [
  ...everyAssessor(anEntry(), command, { astrid: 'applied', magnus: 'applied' }),
  {
    title: 'rejecting keeps the reason, who did it and when',
    given: { entry: anEntry() },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry(rejected),
  },
  {
    title: 'rejecting again for the same reason changes nothing',
    given: { entry: anEntry({ approval: 'rejected', rejectReason: 'Feil bygg', ...before }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry({ approval: 'rejected', rejectReason: 'Feil bygg', ...before }),
  },
  {
    title: 'a new reason takes the place of the old one',
    given: { entry: anEntry({ approval: 'rejected', rejectReason: 'Uleselig', ...before }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry(rejected),
  },
  {
    title: 'what was approved can be rejected',
    given: { entry: anEntry({ approval: 'approved', ...before }) },
    actor: 'magnus',
    command,
    outcome: 'applied',
    entry: anEntry(rejected),
  },
];
