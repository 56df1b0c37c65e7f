import type { Board } from '#lib/sync/board.ts';

/** Bytes on their way change the board many times a second; screens follow at a pace people can read. */
const pace = 300;

/** A board's state for screens: the newest within a third of a second. Make it while a component is set up. */
export class LiveBoard<State extends object> {
  #state: State;

  constructor(board: Board<State>) {
    this.#state = $state.raw(board.get());
    $effect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      this.#state = board.get();
      const stop = board.subscribe(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          this.#state = board.get();
        }, pace);
      });
      return () => {
        stop();
        clearTimeout(timer);
      };
    });
  }

  get current(): State {
    return this.#state;
  }
}
