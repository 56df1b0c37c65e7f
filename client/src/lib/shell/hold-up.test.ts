import { describe, expect, it } from 'vitest';
import { holdUpOf } from '#lib/shell/hold-up.ts';
import { engineAtRest } from '#lib/sync/board.ts';

describe('what holds the device up', () => {
  it('is nothing while it works, with or without contact', () => {
    for (const connection of ['unknown', 'online', 'slow', 'offline'] as const) {
      expect(holdUpOf({ ...engineAtRest, connection })).toBeNull();
    }
  });

  it('is the session, another person or a block, as the engine says', () => {
    const paused = { ...engineAtRest, connection: 'paused' } as const;
    expect(holdUpOf({ ...paused, pausedBy: 'session' })).toBe('sign-in');
    expect(holdUpOf({ ...paused, pausedBy: 'other-person' })).toBe('other-person');
    expect(holdUpOf({ ...paused, pausedBy: 'device-blocked' })).toBe('device-blocked');
  });

  it('is the storage before the contact: without it nothing can be kept', () => {
    expect(holdUpOf({ ...engineAtRest, connection: 'outdated' })).toBe('update');
    expect(holdUpOf({ ...engineAtRest, connection: 'outdated', storage: 'replaced' })).toBe('reload');
    expect(holdUpOf({ ...engineAtRest, connection: 'paused', storage: 'blocked' })).toBe('close-windows');
  });
});
