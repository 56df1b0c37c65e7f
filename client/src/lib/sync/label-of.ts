import type { FieldCommand } from '#shared/sync/field-command.ts';
import type { Task, WaitingItem } from '#shared/tasks/task.ts';

/** What staff are told a waiting command is: a name, never content. The words of a comment stay on the device. */
export function labelOf(command: FieldCommand, task: Task | null): string {
  switch (command.type) {
    case 'declare-file':
      return command.name;
    case 'set-answer': {
      const checklist = task?.checklists.find((one) => one.id === command.checklistId);
      return checklist?.questions.find((one) => one.id === command.questionId)?.text ?? '';
    }
    case 'deliver-checklist':
      return task?.checklists.find((one) => one.id === command.checklistId)?.title ?? '';
    case 'add-comment':
      return '';
    default:
      return command.type;
  }
}

/** The kind of waiting thing a command is. */
export function waitingKindOf(type: FieldCommand['type']): WaitingItem['kind'] {
  switch (type) {
    case 'declare-file':
      return 'file';
    case 'add-comment':
      return 'comment';
    case 'set-answer':
      return 'answer';
    case 'deliver-checklist':
      return 'checklist';
    default:
      return 'step';
  }
}
