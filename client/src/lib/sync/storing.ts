import type { Id } from '#shared/kernel/ids.ts';
import { createBoard, type Board } from '#lib/sync/board.ts';
import type { Ports } from '#lib/sync/ports.ts';

/** Picked files that are not stored yet. Whoever closes the page now loses them. */
export interface StoringState {
  readonly files: number;
}

/** What pages are storing just now. */
export interface Storing {
  /** By this page alone. */
  readonly here: Board<StoringState>;
  /** By all pages of the person in this browser. */
  readonly all: Board<StoringState>;
  /** Stores one file when those before it are done, so that a small tablet never holds two; it counts from now. */
  take<T>(store: () => Promise<T>): Promise<T>;
  /** Resolves when no page is storing anything. */
  done(): Promise<void>;
}

/** A run of files without a pause between them; the lock of its name is held for as long as it lasts. */
type StoringMessage = { kind: 'storing'; run: Id; files: number } | { kind: 'storing-please' };

/** Follows what this page stores and tells the others; a page that died is known by the lock it no longer holds. */
export function followStoring(ports: Ports, personId: Id, signal: AbortSignal): Storing {
  const here = createBoard<StoringState>({ files: 0 });
  const all = createBoard<StoringState>({ files: 0 });
  const others = new Map<Id, number>();
  const channel = ports.channel(`oppdrag-storing-${personId}`);
  const post = (message: StoringMessage) => {
    if (!signal.aborted) channel.post(message);
  };
  const lockOf = (run: Id) => `oppdrag-storing-${run}`;
  let line: Promise<unknown> = Promise.resolve();
  let run: { readonly id: Id; readonly end: () => void } | null = null;

  function sum(): void {
    const elsewhere = [...others.values()].reduce((files, more) => files + more, 0);
    all.set({ files: here.get().files + elsewhere });
  }

  function count(change: 1 | -1): void {
    const files = here.get().files + change;
    here.set({ files });
    sum();
    if (run === null) run = begin();
    else post({ kind: 'storing', run: run.id, files });
    if (files > 0) return;
    run.end();
    run = null;
  }

  function begin(): { readonly id: Id; readonly end: () => void } {
    const id = ports.random.id();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const tell = () => {
      // Said under the lock: who hears of the run and waits for its lock waits until it is over.
      if (run?.id === id) post({ kind: 'storing', run: id, files: here.get().files });
      return ended;
    };
    ports.locks.hold(lockOf(id), { mode: 'exclusive' }, tell).catch((fault: unknown) => ports.report(fault));
    return { id, end };
  }

  function hear(message: StoringMessage): void {
    if (message.kind === 'storing-please') {
      if (run !== null) post({ kind: 'storing', run: run.id, files: here.get().files });
      return;
    }
    const known = others.has(message.run);
    if (message.files > 0) others.set(message.run, message.files);
    else others.delete(message.run);
    sum();
    if (!known && message.files > 0) void forget(message.run);
  }

  async function forget(id: Id): Promise<void> {
    const over = () => Promise.resolve();
    await ports.locks.hold(lockOf(id), { mode: 'shared', signal }, over).catch(() => undefined);
    others.delete(id);
    sum();
  }

  const deafen = channel.listen((data) => hear(data as StoringMessage));
  post({ kind: 'storing-please' });
  signal.addEventListener('abort', () => {
    deafen();
    channel.close();
  });

  return {
    here,
    all,
    async take(store) {
      count(1);
      const mine = line.then(store);
      line = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        count(-1);
      }
    },
    done: () =>
      new Promise((resolve) => {
        if (all.get().files === 0) return resolve();
        const stop = all.subscribe(({ files }) => {
          if (files > 0) return;
          stop();
          resolve();
        });
      }),
  };
}
