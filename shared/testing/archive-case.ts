import type { ArchiveEntry } from '#shared/archive/archive-entry.ts';
import type {
  ApproveArchiveFile,
  ArchiveRefusalCode,
  RejectArchiveFile,
} from '#shared/archive/assess-archive-file.ts';
import { ids, minutesAgo } from '#shared/testing/builders.ts';
import { people, personNames, type PersonName } from '#shared/testing/people.ts';
import { askeby, askebySkole, folders } from '#shared/testing/places.ts';

/** One example of assessing an archive file, played purely and through HTTP on Postgres (the office is online). */
export interface ArchiveCase {
  readonly title: string;
  readonly given: { readonly entry: ArchiveEntry | null };
  readonly actor: PersonName;
  readonly command: ApproveArchiveFile | RejectArchiveFile;
  readonly outcome: 'applied' | ArchiveRefusalCode;
  /** What the entry is afterwards, whole. */
  readonly entry?: ArchiveEntry;
}

/** Siri's drawing in the fire folder of Askeby school, not yet assessed. */
export function anEntry(overrides: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    id: ids.entry,
    tenantId: askeby.id,
    buildingId: askebySkole.id,
    folderId: folders.fire,
    file: {
      id: ids.drawing,
      name: 'brannplan.pdf',
      size: 120_000,
      type: 'application/pdf',
      sha256: 'c3'.repeat(32),
    },
    fromId: people.siri.id,
    fromName: people.siri.name,
    at: minutesAgo(60),
    approval: 'awaiting',
    assessedByName: null,
    assessedAt: null,
    rejectReason: null,
    ...overrides,
  };
}

/** One case for every person of the world on one entry; who is not named must not learn that it exists. */
export function everyAssessor(
  entry: ArchiveEntry,
  command: ArchiveCase['command'],
  outcomes: Readonly<Partial<Record<PersonName, ArchiveCase['outcome']>>>,
): ArchiveCase[] {
  return personNames.map((actor) => ({
    title: `${people[actor].name} sends ${command.type} for a file that is ${entry.approval}`,
    given: { entry },
    actor,
    command,
    outcome: outcomes[actor] ?? 'entry.not-found',
  }));
}
