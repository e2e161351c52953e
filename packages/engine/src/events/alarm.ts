/** A pause that ends early when woken; a wake between two pauses shortens the next. */
export class Alarm {
  #woken = false;
  #end: (() => void) | null = null;

  readonly wake = (): void => {
    this.#woken = true;
    this.#end?.();
  };

  async pause(ms: number): Promise<void> {
    if (!this.#woken) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#end = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    this.#end = null;
    this.#woken = false;
  }
}
