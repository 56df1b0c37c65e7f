import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accessTable, actions, type Action } from '#shared/access/access-table.ts';
import { columns, letters } from '#shared/access/columns.ts';
import { must } from '#shared/kernel/must.ts';

/*
 * The table of the product's own page, copied as it stands: the data may differ from it in no cell. Rows are found by
 * their whole title, so that a row added to the page or to the data fails here.
 */
const page = readFileSync(new URL('access-table.fixture.md', import.meta.url), 'utf8');

const titles: readonly (readonly [string, Action])[] = [
  ['sign in · ask for a password mail', 'sign-in'],
  ['complete password mail · exchange link', 'complete-password-mail'],
  ['list and end own sessions; change own password, second factor', 'manage-own-sign-in'],
  ['export own data · ask for erasure', 'export-own-data'],
  ['tenant settings read', 'read-settings'],
  ['tenant settings change', 'change-settings'],
  [
    'users, roles, building access: create, change, deactivate (never own role, never the last administrator)',
    'manage-users',
  ],
  ['users list', 'list-users'],
  ['teams, building groups, action types', 'manage-teams'],
  ['suppliers: create, change, deactivate', 'manage-suppliers'],
  ['suppliers list', 'list-suppliers'],
  ['buildings and objects: create, change, import', 'manage-buildings'],
  ['building read', 'read-building'],
  ['who has access to this building, and why', 'read-building-access'],
  ['case (New) report', 'report-case'],
  ['own reported case follow', 'follow-own-case'],
  ['inbox', 'read-inbox'],
  ['task list and read', 'read-task'],
  ['own completed tasks and delivered checklists, read-only', 'read-own-history'],
  ['task internal fields, internal comments', 'read-task-internals'],
  ['task create, change, assign, reassign, cancel, reopen, approve, return', 'plan-task'],
  ['cases from own deviations, several grouped (land New)', 'report-deviation-cases'],
  ['accept, decline, start, wait, resume, complete', 'work-task'],
  ['undo complete', 'undo-complete'],
  ['hand to a colleague (dispatcher)', 'hand-to-colleague'],
  ['force completion over outstanding files', 'force-complete'],
  ['request reopening (own former task)', 'request-reopening'],
  ['comment shared: write (reading goes with the task)', 'comment-task'],
  ['comment edit, delete own', 'edit-own-comment'],
  ['task attachment: declare, upload', 'attach-to-task'],
  ['task attachment: read', 'read-attachment'],
  ['upload bytes (PATCH, HEAD, DELETE): own declared file, its grant checked again', 'upload-bytes'],
  ['checklist templates', 'manage-checklist-templates'],
  ['checklist fill, deliver (on a task)', 'fill-task-checklist'],
  ['checklist fill, deliver (on an object, no task)', 'fill-object-checklist'],
  ['delivered checklist read', 'read-delivered-checklist'],
  ['work orders from deviations (several, subtasks, assign)', 'order-from-deviations'],
  ['archive folders and approved files: read', 'read-archive'],
  ['archive files not approved: read', 'read-unapproved-archive'],
  ['archive upload (SU: names an own open task in the building)', 'upload-to-archive'],
  ['archive folder create, rename, move, access, bin, restore', 'manage-folders'],
  ['archive file rename, move, tag, new version, delete', 'manage-archive-files'],
  ['approve, reject (not own upload when the tenant asks four eyes)', 'approve-archive-file'],
  ['external upload: open, close, log', 'manage-external-upload'],
  ['held mail: read, publish, discard', 'read-held-mail'],
  ['send me a new link (uniform answer, only to the address on record, 3 a day)', 'ask-new-link'],
  ['export, saved views', 'export-list'],
  ['calendar feed by secret address (rights of its owner)', 'calendar-feed'],
  ['file ticket (60 s, one person) · device heartbeat (what it holds)', 'file-ticket'],
  ['what devices hold, last contact', 'read-devices'],
  ["rescue bundle import (judged as its owner's commands)", 'import-rescue-bundle'],
  ["QR labels print · transfer of a person's tasks", 'print-labels'],
  ['audit log', 'read-audit'],
  ['API keys, webhooks, retention, erase a person', 'manage-keys'],
];

/** Rows that are no action of a person: a mail reply becomes a comment, the operator has a command line. */
const noActions = ['mail reply to a task', 'operator functions'];

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| action'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, title = '', ...cells]) => ({ title, cells: cells.slice(0, columns.length) }));

/** A cell of the page as the data writes it: a dash denies, "(awaiting)" is the letter n. */
function letterSet(cell: string): string {
  const text = cell.replace('–', '-').replace(' (awaiting)', 'n');
  return [...text].sort().join('');
}

describe('the access table', () => {
  it('has the columns of the page, in its order', () => {
    const head = must(
      page.split('\n').find((line) => line.startsWith('| action')),
      'the head',
    );
    expect(
      head
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    ).toEqual([...columns]);
  });

  it('has every row of the page and no other', () => {
    const known = [...titles.map(([title]) => title), ...noActions];
    expect(rows.map((row) => row.title).sort()).toEqual(known.sort());
    expect(titles.map(([, action]) => action).sort()).toEqual([...actions].sort());
  });

  it.each(titles)('%s', (title, action) => {
    const { cells } = must(
      rows.find((row) => row.title === title),
      title,
    );
    expect(cells).toHaveLength(columns.length);
    for (const [at, column] of columns.entries()) {
      expect(`${column} ${letterSet(accessTable[action][column])}`).toBe(
        `${column} ${letterSet(cells[at] ?? '')}`,
      );
    }
  });

  it('uses only letters that have a meaning, each once in a cell', () => {
    const known = new Set<string>([...letters, 'f']);
    for (const action of actions) {
      for (const column of columns) {
        const cell = accessTable[action][column];
        if (cell === '-') continue;
        expect(cell, `${action} ${column}`).toMatch(/^[a-zA-Z]+$/u);
        expect(new Set(cell).size).toBe(cell.length);
        expect([...cell].filter((letter) => !known.has(letter))).toEqual([]);
      }
    }
  });
});
