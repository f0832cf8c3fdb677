import { Session } from '@cnn/tensor';
import { troubleOf } from '../trouble.js';

/** A session that is made when it is first needed, and anew after it could not be made or one of its threads died. */
export class LastingSession {
  #session: Promise<Session> | undefined;

  /**
   * What comes of computing in it.
   * @throws what `compute` throws; KernelError when there is no session. The next call may fare better
   */
  async use<Result>(compute: (session: Session) => Promise<Result>): Promise<Result> {
    const made = this.#made();
    try {
      return await compute(await made);
    } catch (error) {
      if (troubleOf(error)?.kind === 'thread-died') this.#leave(made);
      throw error;
    }
  }

  #made(): Promise<Session> {
    this.#session ??= Session.create().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  /** What else computes in it finds the same later, when there may be a new one already. */
  #leave(dead: Promise<Session>): void {
    if (this.#session === dead) this.#session = undefined;
    // Ends the threads that are left.
    void dead.then((session) => session.close());
  }
}
