import type { Priority } from '#shared/tasks/task.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import { defineTexts } from '#lib/texts/define-texts.ts';

/** The fixed words of the product (product.md, last section): states, steps and what happens to an item. */
export const taskWords = defineTexts(
  {
    state: {
      new: 'Ny',
      assigned: 'Tildelt',
      'in-progress': 'Under behandling',
      waiting: 'Venter',
      completing: 'Fullføres',
      completed: 'Utført',
      approved: 'Godkjent',
      returned: 'Returnert',
      cancelled: 'Avlyst',
    } satisfies Record<TaskState, string>,
    step: {
      accept: 'Godta',
      decline: 'Avslå',
      start: 'Start arbeid',
      wait: 'Sett på vent',
      resume: 'Fortsett arbeid',
      complete: 'Sett til utført',
      undo: 'Angre',
      askToReopen: 'Be om gjenåpning',
      open: 'Gå til arbeidsordre',
    },
    priority: { low: 'Lav', normal: 'Normal', high: 'Høy', urgent: 'Haster' } satisfies Record<
      Priority,
      string
    >,
    endedShort: {
      reassigned: 'Gitt til noen andre',
      declined: 'Avslått',
      deactivated: 'Tilgang avsluttet',
    },
    noDeadline: 'Uten frist',
    item: {
      onDevice: 'På enheten',
      sending: 'Sender',
      received: 'Mottatt',
      approved: 'Godkjent',
      attention: 'Krever handling',
    },
    myTasks: 'MittBygg',
    archive: 'Dokumentarkiv',
    ready: 'Klar uten nett',
    canILeave: 'Kan jeg dra?',
    protectedMode: 'Beskyttet modus',
  },
  {
    state: {
      new: 'New',
      assigned: 'Assigned',
      'in-progress': 'In progress',
      waiting: 'Waiting',
      completing: 'Completing',
      completed: 'Completed',
      approved: 'Approved',
      returned: 'Returned',
      cancelled: 'Cancelled',
    },
    step: {
      accept: 'Accept',
      decline: 'Decline',
      start: 'Start work',
      wait: 'Put on hold',
      resume: 'Resume work',
      complete: 'Complete',
      undo: 'Undo',
      askToReopen: 'Ask to reopen',
      open: 'Go to work order',
    },
    priority: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
    endedShort: {
      reassigned: 'Given to somebody else',
      declined: 'Declined',
      deactivated: 'Access ended',
    },
    noDeadline: 'No deadline',
    item: {
      onDevice: 'On this device',
      sending: 'Sending',
      received: 'Received',
      approved: 'Approved',
      attention: 'Needs attention',
    },
    myTasks: 'MittBygg',
    archive: 'Document archive',
    ready: 'Ready offline',
    canILeave: 'Can I leave?',
    protectedMode: 'Protected mode',
  },
);
