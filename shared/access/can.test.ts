import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessTable, actions, type Action } from '#shared/access/access-table.ts';
import { can, cellHolds, couldBut, type AccessFacts } from '#shared/access/can.ts';
import { columns, letters, type Column, type Letter } from '#shared/access/columns.ts';

const everything: AccessFacts = Object.fromEntries(letters.map((letter) => [letter, true]));
const cells = actions.flatMap((action) =>
  columns.map((column) => ({ action, column, cell: accessTable[action][column] })),
);

/** The conditions of a cell: `f` projects the answer and asks nothing, `y` holds always. */
function conditionsOf(cell: string): Letter[] {
  return letters.filter((letter) => letter !== 'y' && cell.includes(letter));
}

describe.each(actions)('%s', (action) => {
  it.each(columns)('%s', (column) => {
    const cell = accessTable[action][column];
    if (cell === '-') {
      expect(can(action, [column], everything)).toBe(false);
      return;
    }
    const conditions = conditionsOf(cell);
    expect(can(action, [column], Object.fromEntries(conditions.map((letter) => [letter, true])))).toBe(true);
    for (const letter of conditions) {
      expect(can(action, [column], { ...everything, [letter]: false }), `without ${letter}`).toBe(false);
      const { [letter]: _left, ...others } = everything;
      expect(can(action, [column], others), `${letter} left out`).toBe(false);
    }
  });
});

describe('can', () => {
  it('knows 54 actions in 9 columns', () => {
    expect(cells).toHaveLength(54 * 9);
  });

  it('lets nobody do anything who is nothing towards the tenant', () => {
    for (const action of actions) expect(can(action, [], everything)).toBe(false);
  });

  it('gives several roles the union of what each may, and never more', () => {
    const facts = fc.record(
      Object.fromEntries(letters.map((letter) => [letter, fc.boolean()])) as Record<
        Letter,
        fc.Arbitrary<boolean>
      >,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...actions), fc.subarray([...columns]), facts, (action, held, given) => {
        const each = held.some((column) => can(action, [column], given));
        expect(can(action, held, given)).toBe(each);
      }),
      { numRuns: 500 },
    );
  });

  it('never takes away when a fact turns true', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cells),
        fc.subarray([...letters]),
        fc.constantFrom(...letters),
        ({ action, column }, some, more) => {
          const given = Object.fromEntries(some.map((letter) => [letter, true]));
          const before = can(action, [column], given);
          expect(can(action, [column], { ...given, [more]: true }) || !before).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'y', 'WORK-TASK', 'work-task '])(
    'denies what is no action and no column: "%s"',
    (hostile) => {
      expect(can(hostile as Action, [...columns], everything)).toBe(false);
      for (const action of actions) expect(can(action, [hostile as Column], everything)).toBe(false);
    },
  );

  it('takes only true for true', () => {
    const odd = { k: 1 } as unknown as AccessFacts;
    expect(can('complete-password-mail', ['AD'], { k: true })).toBe(true);
    expect(can('complete-password-mail', ['AD'], odd)).toBe(false);
    const inherited = Object.create(null) as AccessFacts;
    expect(can('complete-password-mail', ['AD'], inherited)).toBe(false);
  });
});

describe('a cell', () => {
  it('that is empty, a dash or holds an unknown letter denies', () => {
    for (const cell of ['', '-', 'tQ', '!', 'y-', '__proto__'])
      expect(cellHolds(cell, everything)).toBe(false);
  });

  it('with fewer fields asks for nothing more', () => {
    expect(cellHolds('tf', { t: true })).toBe(true);
    expect(cellHolds('tf', {})).toBe(false);
  });
});

describe('couldBut', () => {
  it('tells a wrong moment from what is not theirs at all', () => {
    expect(couldBut(['s', 'g'], 'work-task', ['SU'], { a: true })).toBe(true);
    expect(couldBut(['s', 'g'], 'work-task', ['SU'], { a: false })).toBe(false);
    expect(couldBut(['s', 'g'], 'plan-task', ['SU'], everything)).toBe(false);
  });
});
