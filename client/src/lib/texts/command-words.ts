import type { FieldCommand } from '#shared/sync/field-command.ts';
import { defineTexts } from '#lib/texts/define-texts.ts';

/** What a thing the person did is called, wherever it waits or is refused. */
export const commandWords = defineTexts(
  {
    'accept-task': 'Godtatt',
    'decline-task': 'Avslått',
    'start-task': 'Startet arbeid',
    'wait-task': 'Satt på vent',
    'resume-task': 'Fortsatt arbeid',
    'complete-task': 'Satt til utført',
    'undo-complete': 'Angret utført',
    'request-reopening': 'Bedt om gjenåpning',
    'add-comment': 'Kommentar',
    'declare-file': 'Fil',
    'cancel-file': 'Fil trukket tilbake',
    'set-answer': 'Svar i sjekkliste',
    'deliver-checklist': 'Levert sjekkliste',
  } satisfies Record<FieldCommand['type'], string>,
  {
    'accept-task': 'Accepted',
    'decline-task': 'Declined',
    'start-task': 'Started work',
    'wait-task': 'Put on hold',
    'resume-task': 'Resumed work',
    'complete-task': 'Completed',
    'undo-complete': 'Undid completion',
    'request-reopening': 'Asked to reopen',
    'add-comment': 'Comment',
    'declare-file': 'File',
    'cancel-file': 'File taken back',
    'set-answer': 'Answer in checklist',
    'deliver-checklist': 'Delivered checklist',
  },
);
