import { columns, type Column } from '#shared/access/columns.ts';

/*
 * Who may do what. One row an action, one cell a column (AD MG EX US AH SU LH XU AN); a cell lists conditions that
 * must all hold, `-` denies.
 *
 * y always · t the object's tenant is one of a live membership · b building among the person's own or their teams' ·
 * a assigned to the person, their team or their supplier company · g live grant (SU: an open task links supplier and
 * building; LH: exactly that task) · o own · s task open · z folder not denied · c file available · q quota left ·
 * w within 15 minutes · k live token or secret address · x tenant switch on · n file not yet assessed ·
 * F signed in again within 10 minutes · M second factor used where the tenant asks it · f fewer fields (no condition:
 * the answer is projected).
 */
const rows = {
  'sign-in': 'y y y y y y - - y',
  'complete-password-mail': 'k k k k k k k - k',
  'manage-own-sign-in': 'oF oF oF oF oF oF - - -',
  'export-own-data': 'o o o o o o - - -',
  'read-settings': 't tf - - - - - - -',
  'change-settings': 'tFM - - - - - - - -',
  'manage-users': 'tFM - - - - - - - -',
  'list-users': 't t tf - - - - - -',
  'manage-teams': 't t - - - - - - -',
  'manage-suppliers': 't t - - - - - - -',
  'list-suppliers': 't t tf - - of - - -',
  'manage-buildings': 't tb - - - - - - -',
  'read-building': 't tb tb tb tb gf gf - -',
  'read-building-access': 't tb - - - - - - -',
  'report-case': 't tb tb tb tb g g - -',
  'follow-own-case': 't t to to to o - - -',
  'read-inbox': 't tb - - - - - - -',
  'read-task': 't tb tb to tba as g - -',
  'read-own-history': 't tb tba - tba o - - -',
  'read-task-internals': 't tb tb - - - - - -',
  'plan-task': 't tb - - - - - - -',
  'report-deviation-cases': 't tb tb tb tbas as gs - -',
  'work-task': 'ts tbs tbas - tbas as gs - -',
  'undo-complete': 'ow ow ow - ow ow ow - -',
  'hand-to-colleague': '- - - - - as - - -',
  'force-complete': 't tb - - - - - - -',
  'request-reopening': '- - tbao - tbao o o - -',
  'comment-task': 'ts tbs tbs tos tbas as gs - -',
  'edit-own-comment': 'ow ow ow ow ow ow ow - -',
  'attach-to-task': 'tsq tbsq tbsq tosq tbasq asq gsq - -',
  'read-attachment': 'tc tbc tbc toc tbac asc gc - -',
  'upload-bytes': 'o o o o o o o ok -',
  'manage-checklist-templates': 't t - - - - - - -',
  'fill-task-checklist': 'ts tbs tbas - tbas as gs - -',
  'fill-object-checklist': 't tb tb - - - - - -',
  'read-delivered-checklist': 't tb tb - tbao o gs - -',
  'order-from-deviations': 't tb tb - - - - - -',
  'read-archive': 'tc tbzc tbzc tbzc tbzc gzc - - -',
  'read-unapproved-archive': 'tc tbzc oc oc oc ogc - - -',
  'upload-to-archive': 'tq tbzq tbzq - tbzq gzasq - kq -',
  'manage-folders': 't tbz - - - - - - -',
  'manage-archive-files': 't tbz tbzo - on gon - - -',
  'approve-archive-file': 't tbz - - - - - - -',
  'manage-external-upload': 't tbz - - - - - - -',
  'read-held-mail': 't tb - - - - - - -',
  'ask-new-link': '- - - - y y y y y',
  'export-list': 't tb tba - tba as - - -',
  'calendar-feed': 'k k k - k k - - k',
  'file-ticket': 'o o o o o o o - -',
  'read-devices': 't tb - - - - - - -',
  'import-rescue-bundle': 't tb - - - - - - -',
  'print-labels': 't tb - - - - - - -',
  'read-audit': 't tb - - - - - - -',
  'manage-keys': 'tFM - - - - - - - -',
} as const satisfies Record<string, string>;

export type Action = keyof typeof rows;

function parseRow(row: string): Readonly<Record<Column, string>> {
  const cells = row.split(' ');
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '-'])) as Record<
    Column,
    string
  >;
}

/** The table as data: `accessTable['work-task'].SU === 'as'`. */
export const accessTable = Object.fromEntries(
  Object.entries(rows).map(([action, row]) => [action, parseRow(row)]),
) as Readonly<Record<Action, Readonly<Record<Column, string>>>>;

export const actions = Object.keys(rows) as Action[];
