import { describe, expect, it } from 'vitest';
import { answerLeave, noteLeft, secondsLeft, type LeftAt } from '#lib/outbox/leave-answer.ts';

const nothing = { storing: 0, waiting: 0, attention: 0, connection: 'online' } as const;

describe('can I leave?', () => {
  it('yes, only when everything is received and nothing was refused', () => {
    expect(answerLeave(nothing)).toBe('all-received');
    expect(answerLeave({ ...nothing, connection: 'offline' })).toBe('all-received');
    expect(answerLeave({ ...nothing, attention: 1 })).toBe('attention');
    expect(answerLeave({ ...nothing, waiting: 1 })).toBe('sending');
  });

  it('no, while a picked file is not stored, whatever else there is', () => {
    for (const connection of ['online', 'offline', 'paused', 'unknown'] as const) {
      expect(answerLeave({ storing: 1, waiting: 0, attention: 0, connection })).toBe('storing');
      expect(answerLeave({ storing: 1, waiting: 2, attention: 3, connection })).toBe('storing');
    }
  });

  it('says what is waited for', () => {
    for (const connection of ['offline', 'paused', 'outdated'] as const) {
      expect(answerLeave({ storing: 0, waiting: 2, attention: 1, connection })).toBe(connection);
    }
    expect(answerLeave({ storing: 0, waiting: 2, attention: 1, connection: 'slow' })).toBe('sending');
  });
});

describe('time left', () => {
  const half: LeftAt[] = [
    { at: 0, left: 10_000_000 },
    { at: 5_000, left: 5_000_000 },
  ];

  it('follows the pace of late', () => {
    expect(secondsLeft(half)).toBe(5);
  });

  it('is not guessed from too little, nor where nothing moves', () => {
    expect(secondsLeft([])).toBeNull();
    expect(secondsLeft([{ at: 0, left: 5 }])).toBeNull();
    expect(secondsLeft([half[0] ?? { at: 0, left: 0 }, { at: 1_000, left: 9_000_000 }])).toBeNull();
    expect(
      secondsLeft([
        { at: 0, left: 100 },
        { at: 9_000, left: 100 },
      ]),
    ).toBeNull();
  });

  it('forgets the pace of long ago, and starts over when work is added', () => {
    const late = noteLeft(half, { at: 24_000, left: 4_000_000 });
    expect(late.map((sample) => sample.at)).toEqual([5_000, 24_000]);
    expect(noteLeft(late, { at: 25_000, left: 9_000_000 })).toHaveLength(1);
  });
});
