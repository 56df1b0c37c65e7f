import { describe, expect, it } from 'vitest';
import { decide } from '#shared/sync/decide.ts';
import type { TaskCommand } from '#shared/sync/command.ts';
import type { TaskEvent } from '#shared/tasks/task-events.ts';
import type { Task } from '#shared/tasks/task.ts';
import { aCommand } from '#shared/testing/a-command.ts';
import { aChecklist, aFile, asExecutor, aTask, dahl, ids, sagvik } from '#shared/testing/builders.ts';
import { contextOf } from '#shared/testing/case-context.ts';
import { casesOf } from '#shared/testing/all-cases.ts';
import type { PersonName } from '#shared/testing/people.ts';

const taskId = ids.task;
const refused: TaskEvent = { type: 'files-refused', fileIds: [ids.photo] };
const arne = asExecutor('arne');
const toBoth = [
  { kind: 'supplier' as const, id: sagvik.id },
  { kind: 'supplier' as const, id: dahl.id },
];

function eventsOf(task: Task | null, actor: PersonName, command: TaskCommand): readonly TaskEvent[] {
  const aCase = { title: '', given: { task }, actor, command, outcome: 'applied' as const };
  const decision = decide({ task, file: null }, command, contextOf(aCase));
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  return decision.events;
}

type Row = [TaskCommand['type'], string, Task | null, PersonName, TaskCommand, readonly TaskEvent[]];

const withFile = { files: [aFile()] };
const waiting = aCommand('request-reopening').waiting;

const rows: Row[] = [
  [
    'create-task',
    'with executors is created and assigned',
    null,
    'magnus',
    aCommand('create-task'),
    [
      { type: 'task-created', taskId },
      { type: 'task-assigned', taskId, executors: [sagvik], removed: [] },
    ],
  ],
  [
    'create-task',
    'without executors is only created',
    null,
    'magnus',
    aCommand('create-task', { executors: [] }),
    [{ type: 'task-created', taskId }],
  ],
  [
    'assign-task',
    'tells who got it',
    aTask({ state: 'new' }),
    'magnus',
    aCommand('assign-task'),
    [{ type: 'task-assigned', taskId, executors: [sagvik], removed: [] }],
  ],
  [
    'reassign-task',
    'tells who got it, who lost it, and whose files are refused',
    aTask({ executors: [sagvik, arne], ...withFile }),
    'magnus',
    aCommand('reassign-task'),
    [{ type: 'task-assigned', taskId, executors: [dahl], removed: [sagvik, arne] }, refused],
  ],
  [
    'reassign-task',
    'tells nothing new of those who stay',
    aTask({ ...withFile }),
    'magnus',
    aCommand('reassign-task', { executors: toBoth }),
    [{ type: 'task-assigned', taskId, executors: [dahl], removed: [] }],
  ],
  [
    'decline-task',
    'tells the reason',
    aTask(withFile),
    'siri',
    aCommand('decline-task', { reason: 'Ferie' }),
    [{ type: 'task-declined', taskId, reason: 'Ferie' }, refused],
  ],
  [
    'complete-task',
    'with files on their way is completing, and refuses the others',
    aTask({ files: [aFile(), aFile({ id: ids.report })] }),
    'siri',
    aCommand('complete-task', { files: [ids.report] }),
    [{ type: 'task-completing', taskId }, refused],
  ],
  [
    'complete-task',
    'without files is completed',
    aTask(),
    'siri',
    aCommand('complete-task'),
    [{ type: 'task-completed', taskId }],
  ],
  [
    'undo-complete',
    'is a reopening',
    aTask({ state: 'completed' }),
    'siri',
    aCommand('undo-complete'),
    [{ type: 'task-reopened', taskId }],
  ],
  [
    'request-reopening',
    'tells what waits',
    aTask({ state: 'completed' }),
    'siri',
    aCommand('request-reopening'),
    [{ type: 'reopening-requested', taskId, waiting }],
  ],
  [
    'declare-file',
    'reserves its size',
    aTask(),
    'siri',
    aCommand('declare-file'),
    [{ type: 'file-declared', fileId: ids.photo, size: 2_400_000 }],
  ],
  ['declare-file', 'again reserves nothing', aTask(withFile), 'siri', aCommand('declare-file'), []],
  [
    'cancel-file',
    'frees it',
    aTask(withFile),
    'siri',
    aCommand('cancel-file'),
    [{ type: 'file-cancelled', fileId: ids.photo }],
  ],
  [
    'cancel-file',
    'of the last one waited for completes the task',
    aTask({ state: 'completing' }),
    'siri',
    aCommand('cancel-file'),
    [
      { type: 'file-cancelled', fileId: ids.photo },
      { type: 'task-completed', taskId },
    ],
  ],
  [
    'cancel-task',
    'refuses what is on its way',
    aTask(withFile),
    'magnus',
    aCommand('cancel-task'),
    [{ type: 'task-cancelled', taskId }, refused],
  ],
  [
    'reopen-task',
    'with the same executors is only a reopening',
    aTask({ state: 'completed' }),
    'magnus',
    aCommand('reopen-task'),
    [{ type: 'task-reopened', taskId }],
  ],
  [
    'reopen-task',
    'tells who was added',
    aTask({ state: 'completed' }),
    'magnus',
    aCommand('reopen-task', { executors: toBoth }),
    [
      { type: 'task-reopened', taskId },
      { type: 'task-assigned', taskId, executors: [dahl], removed: [] },
    ],
  ],
  [
    'reopen-task',
    'without executors tells who lost it and refuses their files',
    aTask({ state: 'completing' }),
    'magnus',
    aCommand('reopen-task', { executors: [] }),
    [
      { type: 'task-reopened', taskId },
      { type: 'task-assigned', taskId, executors: [], removed: [sagvik] },
      refused,
    ],
  ],
  [
    'approve-task',
    'is told',
    aTask({ state: 'completed' }),
    'magnus',
    aCommand('approve-task'),
    [{ type: 'task-approved', taskId }],
  ],
  [
    'return-task',
    'tells the reason',
    aTask({ state: 'completed' }),
    'magnus',
    aCommand('return-task', { reason: 'Uklart bilde' }),
    [{ type: 'task-returned', taskId, reason: 'Uklart bilde' }],
  ],
  [
    'force-complete-task',
    'completes and refuses',
    aTask({ state: 'completing' }),
    'magnus',
    aCommand('force-complete-task'),
    [{ type: 'task-completed', taskId }, refused],
  ],
];

/** Steps that only the record shows: nobody outside the task is told. */
const silent: readonly TaskCommand['type'][] = [
  'accept-task',
  'start-task',
  'wait-task',
  'resume-task',
  'add-comment',
  'set-answer',
  'deliver-checklist',
];

describe('what happened', () => {
  it.each(rows)('%s %s', (_type, _title, task, actor, command, events) => {
    expect(eventsOf(task, actor, command)).toEqual(events);
  });

  it.each(silent)('%s tells nobody', (type) => {
    const state = type === 'resume-task' ? 'waiting' : type === 'wait-task' ? 'in-progress' : 'assigned';
    expect(eventsOf(aTask({ state, checklists: [aChecklist()] }), 'siri', aCommand(type))).toEqual([]);
  });

  it('is settled for every command', () => {
    const known = [...rows.map(([type]) => type), ...silent];
    expect([...new Set(known)].sort()).toEqual(Object.keys(casesOf).sort());
  });
});
