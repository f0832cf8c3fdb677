/** Answers that are waited for, of someone who may be gone before giving them. */
export class PendingAnswers {
  readonly #waiting = new Set<(reason: Error) => void>();
  #reason: Error | undefined;

  /** @throws what the answer fails with, or the reason of the end when that comes first */
  wait<T>(answer: Promise<T>): Promise<T> {
    if (this.#reason) return Promise.reject(this.#reason);
    // Not a race against one promise of the end, which would hold on to every answer until it is settled.
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** No more answers will come: whoever waits, or asks later, is told why. */
  end(reason: Error): void {
    this.#reason ??= reason;
    for (const refuse of this.#waiting) refuse(reason);
    this.#waiting.clear();
  }
}
