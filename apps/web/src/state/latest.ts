/** Does one task at a time; of those that are asked for meanwhile, only the newest follows. */
export class Latest {
  #next: (() => Promise<void>) | undefined;
  #busy = false;

  /** Does a task, or keeps it for when the one under way is done. Tasks see to their errors themselves. */
  async run(task: () => Promise<void>): Promise<void> {
    this.#next = task;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#next) {
      const next = this.#next;
      this.#next = undefined;
      await next();
    }
    this.#busy = false;
  }
}
