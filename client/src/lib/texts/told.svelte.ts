/**
 * A sentence that has to be fetched, for templates: null until it is there, and the one before until the next is.
 * Follows what `tell` reads before its first await. Make it while a component is made.
 */
export class Told {
  #said = $state.raw<string | null>(null);

  constructor(tell: () => Promise<string> | null) {
    $effect(() => {
      const telling = tell();
      if (telling === null) {
        this.#said = null;
        return;
      }
      let over = false;
      void telling.then((said) => {
        if (!over) this.#said = said;
      });
      return () => {
        over = true;
      };
    });
  }

  get current(): string | null {
    return this.#said;
  }
}
