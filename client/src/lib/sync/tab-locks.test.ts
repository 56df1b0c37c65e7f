import { describe, expect, it } from 'vitest';
import { createTabLocks } from '#lib/sync/tab-locks.ts';

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('locks within a tab', () => {
  it('let one exclusive holder in at a time, first come first served', async () => {
    const locks = createTabLocks();
    const order: string[] = [];
    const first = gate();
    const a = locks.hold('x', { mode: 'exclusive' }, async () => {
      order.push('a in');
      await first.opened;
      order.push('a out');
    });
    const b = locks.hold('x', { mode: 'exclusive' }, async () => void order.push('b in'));
    await Promise.resolve();
    first.open();
    await Promise.all([a, b]);
    expect(order).toEqual(['a in', 'a out', 'b in']);
  });

  it('let many share, keep exclusive out meanwhile, and nobody overtakes who waits', async () => {
    const locks = createTabLocks();
    const order: string[] = [];
    const hold = gate();
    const shared = ['s1', 's2'].map((name) =>
      locks.hold('x', { mode: 'shared' }, async () => {
        order.push(name);
        await hold.opened;
      }),
    );
    const exclusive = locks.hold('x', { mode: 'exclusive' }, async () => void order.push('e'));
    const late = locks.hold('x', { mode: 'shared' }, async () => void order.push('s3'));
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(order).toEqual(['s1', 's2']);
    hold.open();
    await Promise.all([...shared, exclusive, late]);
    expect(order).toEqual(['s1', 's2', 'e', 's3']);
  });

  it('tell at once that they are taken, when asked not to wait', async () => {
    const locks = createTabLocks();
    const inner = await locks.hold('x', { mode: 'exclusive' }, () =>
      locks.hold('x', { mode: 'exclusive', ifAvailable: true }, (held) => Promise.resolve(held)),
    );
    expect(inner).toBe(false);
    expect(
      await locks.hold('x', { mode: 'exclusive', ifAvailable: true }, (held) => Promise.resolve(held)),
    ).toBe(true);
  });

  it('are given up by who no longer waits, and free after who failed', async () => {
    const locks = createTabLocks();
    const stop = new AbortController();
    const hold = gate();
    const a = locks.hold('x', { mode: 'exclusive' }, () => hold.opened);
    const b = locks.hold('x', { mode: 'exclusive', signal: stop.signal }, () => Promise.resolve());
    stop.abort();
    await expect(b).rejects.toThrow();
    hold.open();
    await a;
    await expect(
      locks.hold('x', { mode: 'exclusive' }, () => Promise.reject(new Error('inside'))),
    ).rejects.toThrow('inside');
    expect(await locks.hold('x', { mode: 'exclusive' }, (held) => Promise.resolve(held))).toBe(true);
  });
});
