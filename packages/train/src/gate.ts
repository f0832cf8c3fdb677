/** Something that can be closed, for whoever passes, such as a callback of `fit`, to wait until it is open again. */
export class Gate {
  #opened: Promise<void> | undefined;
  #open: () => void = () => {};

  get closed(): boolean {
    return this.#opened !== undefined;
  }

  close(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
    this.#opened = undefined;
  }

  /** A promise to wait for while it is closed. */
  passed(): Promise<void> | undefined {
    return this.#opened;
  }
}
