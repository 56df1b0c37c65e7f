import type { Command, CommandType } from '#shared/sync/command.ts';
import { ids, minutesAgo } from '#shared/testing/builders.ts';
import { askeby, askebySkole, dahlInAskeby, questions, sagvikInAskeby } from '#shared/testing/places.ts';

/** The command of one type. */
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;

type Common = 'type' | 'id' | 'madeAt' | 'retryOf';
type OwnFields<Type extends CommandType> = Omit<CommandOf<Type>, Common>;

const task = { taskId: ids.task };
const toSagvik = { executors: [{ kind: 'supplier' as const, id: sagvikInAskeby.id }] };
const toDahl = { executors: [{ kind: 'supplier' as const, id: dahlInAskeby.id }] };

/** A plain example of every command; a command without one does not compile. */
const examples: { [Type in CommandType]: OwnFields<Type> } = {
  'accept-task': task,
  'decline-task': { ...task, reason: 'Vi har ikke folk denne uken.' },
  'start-task': task,
  'wait-task': { ...task, reason: 'Venter på deler' },
  'resume-task': task,
  'complete-task': { ...task, files: [] },
  'undo-complete': task,
  'request-reopening': {
    ...task,
    message: 'To bilder ligger igjen på nettbrettet.',
    waiting: [{ kind: 'file', name: 'tavle-1.jpg', size: 2_400_000, madeAt: minutesAgo(20) }],
  },
  'add-comment': { ...task, text: 'Tavlen er byttet.', internal: false },
  'declare-file': {
    ...task,
    fileId: ids.photo,
    purpose: 'task-attachment',
    folderId: null,
    checklistId: null,
    questionId: null,
    name: 'tavle-1.jpg',
    size: 2_400_000,
    sha256: 'a1'.repeat(32),
  },
  'cancel-file': { ...task, fileId: ids.photo },
  'set-answer': {
    ...task,
    checklistId: ids.checklist,
    questionId: questions.detectors,
    value: 'no',
    comment: 'Detektor i gangen er død.',
  },
  'deliver-checklist': { ...task, checklistId: ids.checklist },
  'create-task': {
    ...task,
    tenantId: askeby.id,
    buildingId: askebySkole.id,
    place: 'Teknisk rom, kjeller',
    title: 'Kontroll av nødlys',
    text: '',
    deadline: '2026-12-03',
    priority: 'normal',
    ...toSagvik,
    checklists: [],
  },
  'assign-task': { ...task, ...toSagvik },
  'reassign-task': { ...task, ...toDahl },
  'cancel-task': task,
  'reopen-task': { ...task, executors: null },
  'approve-task': task,
  'return-task': { ...task, reason: 'Bilde av tavlen mangler' },
  'force-complete-task': task,
  'approve-archive-file': { entryId: ids.entry },
  'reject-archive-file': { entryId: ids.entry, reason: 'Feil bygg' },
};

/** A command of the type, with plain fields where none are given. */
export function aCommand<Type extends CommandType>(
  type: Type,
  fields: Partial<CommandOf<Type>> = {},
): CommandOf<Type> {
  const example: object = examples[type];
  return { type, id: ids.command, madeAt: minutesAgo(1), ...example, ...fields } as CommandOf<Type>;
}
