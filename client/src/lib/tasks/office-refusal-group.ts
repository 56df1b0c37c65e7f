/** What a refusal is called in one line of the timeline: in groups, for the past needs no advice. */
export type RefusalGroup = 'closed' | 'not-theirs' | 'program' | 'checklist' | 'files' | 'full' | 'other';

const groups: Readonly<Record<string, RefusalGroup>> = {
  'task.closed': 'closed',
  'grant.ended': 'not-theirs',
  'file.program': 'program',
  'task.checklist-missing': 'checklist',
  'task.files-missing': 'files',
  'quota.full': 'full',
};

/** The group of a refusal's code; a code this version does not know is other. */
export function refusalGroupOf(code: string): RefusalGroup {
  return Object.hasOwn(groups, code) ? (groups[code] ?? 'other') : 'other';
}
